import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { LoggedEvent, PatientLog } from '../../application/ports';
import { patientEventCodec } from '../events/patient-event-codec';

const AT_ONCE = 500;

/** The events of a patient with who and when, from the stream itself. */
export const storedPatientLog = (store: EventStore): PatientLog => ({
  async of(patientId) {
    const logged: LoggedEvent[] = [];
    for (;;) {
      const { events } = await store.read(`patient-${patientId}`, { from: logged.length, limit: AT_ONCE });
      logged.push(...events.map(loggedFrom));
      if (events.length < AT_ONCE) return logged;
    }
  },
});

function loggedFrom({ revision, metadata, ...stored }: RecordedEvent): LoggedEvent {
  const { actor, origin, recordedAt } = metadata;
  const { user: by, role, onBehalfOf = null } = actor;
  return { event: patientEventCodec.decode(stored), revision, recordedAt, by, role, onBehalfOf, origin };
}
