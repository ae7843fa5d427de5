import { OutcomeUnknown, WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { pause } from '@flow/platform/running/pause';
import { backOffMs } from '@flow/platform/running/persistently';
import { readToEnd } from '@flow/platform/running/read-to-end';
import type { Clock } from '@flow/platform/time/clock';
import type { NhsNumbers, Notes, NoteStreams, NumberClaims, Patients, RecordStreams } from '../../application/ports';
import { isPatientId, noteId, type PatientId } from '../../domain/ids';
import { identifierName } from './streams';
import { noteEventCodec } from '../events/note-event-codec';

/** Some 15 s of pauses. */
const MOST_TRIES = 13;

/** Hides a stream, which may be written again. Done twice it changes nothing. */
export async function removeStream(store: EventStore, stream: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { events } = await store.read(stream, { direction: 'backwards', limit: 1 });
    const [last] = events;
    if (last === undefined) return;
    try {
      await store.deleteStream(stream, last.revision);
      return;
    } catch (error) {
      const again = error instanceof OutcomeUnknown || error instanceof WrongExpectedRevision;
      if (!again || tries === MOST_TRIES) throw error;
      await pause(backOffMs(tries), new AbortController().signal);
    }
  }
}

export interface RecordStreamDeps {
  readonly store: EventStore;
  readonly siteKey: Buffer;
  readonly patients: Patients;
  readonly nhsNumbers: NhsNumbers;
  readonly numbers: Pick<NumberClaims, 'namedBy'>;
}

/** The streams of records and of claims on NHS numbers. What was folded of them in memory goes with them. */
export const recordStreams = ({ store, siteKey, patients, nhsNumbers, numbers }: RecordStreamDeps): RecordStreams => ({
  async freeNumber(number, patientIds) {
    const named = await numbers.namedBy(number);
    if (named === undefined || !patientIds.includes(named)) return;
    await removeStream(store, `identifier-${identifierName(siteKey, number.authority, number.value)}`);
  },
  async remove(patientId) {
    await removeStream(store, `patient-${patientId}`);
    await patients.load(patientId);
  },
  async removeUnclaimed(number) {
    const { state } = await nhsNumbers.load(number);
    if (Object.keys(state.claimants).length > 0) return;
    await removeStream(store, `identifier-${nhsNumbers.nameOf(number)}`);
    await nhsNumbers.load(number);
  },
});

/** Notes are found by reading them: whom one is about stands in it, and nowhere else for certain. */
export const noteStreams = (
  { store, clock }: { readonly store: EventStore; readonly clock: Clock },
  load: Notes['load'],
): NoteStreams => ({
  async eraseAbout(patientIds) {
    const found = new Set<string>();
    const wanted = new Set<PatientId>(patientIds);
    const { signal } = new AbortController();
    await readToEnd({ store, clock, prefixes: ['note-'], signal }, ({ stream, ...stored }) => {
      const event = noteEventCodec.decode(stored);
      if (event.type === 'NoteWritten' && wanted.has(event.patientId)) found.add(stream);
    });
    for (const stream of found) {
      await removeStream(store, stream);
      const id = stream.slice('note-'.length);
      if (isPatientId(id)) await load(noteId(id));
    }
    return found.size;
  },
});
