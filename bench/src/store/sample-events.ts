import type { NewEvent } from '@flow/platform/event-store/event-store';
import { sampleMetadata } from '@flow/platform/event-store/testing';

/** A UUID that is this number's alone: making random ones would be measured too. */
export function idOf(number: number): string {
  const hex = number.toString(16).padStart(20, '0');
  return `${hex.slice(0, 8)}-0000-5000-8000-${hex.slice(8)}`;
}

/** The n-th event of a run: some 300 bytes of data, and metadata as every stored event has it. */
export const sampleOf = (number: number): NewEvent => ({
  id: idOf(number),
  type: 'thing-happened.v1',
  data: {
    thing: `thing-${number % 40_000}`,
    appointment: `apt-${number % 200_000}`,
    pathway: `RTT-${number % 40_000}`,
    slotStart: '2026-10-06T08:00:00.000Z',
    slotType: 'NEW',
    clinician: 'C4032155',
    specialty: '110',
    site: 'RXX01',
    breachDate: '2026-12-11',
    state: number % 7,
    remark: 'Something that takes about as much room as such remarks do.',
  },
  metadata: sampleMetadata,
});

/** So many of them, from a number on. */
export const samplesFrom = (number: number, count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => sampleOf(number + index));
