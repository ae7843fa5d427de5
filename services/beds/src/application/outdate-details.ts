import type { CommandContext } from '@flow/platform/decider/handler';
import { patientId } from '../domain/ids';
import type { BedsDeps } from './deps';
import { stepOf } from './steps';
import { tellPatientDetails } from './tell-patients';

/** Greater than the revision of any details that somebody may have read. */
const AFTER_ALL = 2 ** 31 - 1;

/**
 * Says of those who are on a board that what is known of them is newer than anybody has: every instance lets go of the name that
 * it holds, and asks for it anew. Safe to repeat. Throws where it could not be said: it may be another time.
 */
export async function outdateDetails(
  deps: BedsDeps,
  patientIds: readonly string[],
  context: CommandContext,
): Promise<void> {
  const { state } = await deps.book.load();
  for (const id of patientIds.map(patientId)) {
    const known = state.patients.get(id);
    if (known === undefined || (state.staysOfPatient.get(id) ?? []).length === 0) continue;
    const { restricted, deceased } = known;
    const patient = { patientId: id, revision: AFTER_ALL, restricted, deceased };
    const told = await tellPatientDetails(deps, { patient }, stepOf(context, context.commandId, 'outdate', id));
    if (told.outcome === 'refused')
      throw new Error(`What is known of a patient was not outdated: ${told.refusal.code}.`);
  }
}
