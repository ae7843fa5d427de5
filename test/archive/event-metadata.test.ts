import { eventMetadataSchema } from '@flow/platform/event-store/event-metadata';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { storedEvents } from '../product/stored-events';

let sent = 0;
function message(event: string, who: string, at: string, more: readonly string[] = []): string {
  sent += 1;
  const when = `202601020900${String(sent).padStart(2, '0')}`;
  return [
    `MSH|^~\\&|iPM|TEST|FLOW|RXX|${when}||ADT^${event}|M${sent}|P|2.4`,
    `EVN|${event}|${when}||||${when}`,
    `PID|1||${who}^^^RXX^MR||EXAMPLE^Ada||19500101|2`,
    ...more,
    `PV1|1|I|${at}||||||||||||||||V${who}${'|'.repeat(25)}20260102080000`,
    '',
  ].join('\r');
}

/** Admissions, a place that nobody mapped, a merge, and a swap that waits for a patient who is not known. */
const FEED = [
  message('A01', 'A1', 'W1^^01'),
  message('A01', 'A2', 'NOWHERE^^1'),
  message('A40', 'A1', 'W1^^01', ['MRG|A3^^^RXX^MR']),
  `${message('A17', 'A1', 'W1^^01')}PID|2||A9^^^RXX^MR||EXAMPLE^Bo||19500101|1\rPV1|2|I|W1^^02||||||||||||||||VA9\r`,
];

const typesOf = (events: readonly RecordedEvent[]): readonly string[] =>
  [...new Set(events.map(({ type }) => type))].sort();

it('every event says who, why, from where and in which trace', async () => {
  const folder = await newFolder();
  const here = await startHere(folder);
  try {
    await here.tell(...FEED);
    await here.settled();
    await (await here.as('bea')).ask('{ hospitalBoard { totals { beds } } }');
    const events = await storedEvents(folder, ['']);
    expect(events.filter(({ metadata }) => !eventMetadataSchema.safeParse(metadata).success)).toStrictEqual([]);
    const told = events.filter(({ metadata }) => metadata.origin === 'ipm');
    expect(typesOf(told)).toEqual(
      expect.arrayContaining([
        'identifier-claimed.v1',
        'interface-task-raised.v1',
        'lane-joined.v1',
        'lane-message-parked.v1',
        'patient-registered.v1',
        'patients-moved.v1',
        'stay-told.v1',
      ]),
    );
    const lacking = (field: 'partner' | 'messageId' | 'trace') =>
      typesOf(told.filter(({ metadata }) => metadata[field] === undefined));
    expect({ partner: lacking('partner'), messageId: lacking('messageId'), trace: lacking('trace') }).toStrictEqual({
      partner: [],
      messageId: [],
      trace: [],
    });
  } finally {
    await here.stop();
    await removeFolder(folder);
  }
});
