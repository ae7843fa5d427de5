import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import { openKnownMarks } from '@flow/platform/engines/known-marks';
import { whoIsSilent } from '@flow/platform/engines/not-answering';
import { openEventStores, openLastingDocuments } from '@flow/platform/engines/real-engines';
import { refuseHalfRestored } from '@flow/platform/engines/restoring';
import { declaredPutBack, isKnownToLack } from '@flow/platform/engines/settle-life';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';

const ANSWERS_WITHIN_MS = 30_000;

const QUESTION =
  'The event store has all that the document store knows of. Only where both were put back to the same time is it an earlier copy. ' +
  'If you say so, every process that runs ends within seconds and has to start again, all that is shown is built anew, and each ' +
  'partner is asked in a task to send again. Were both put back?';

export interface PutBackAsked {
  /** Whether to go on. Asked only where nothing shows that the store was put back. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** `noticed`: each process finds it out by itself, and nothing was done. */
export type PutBackSaid =
  { readonly what: 'declared'; readonly since: string } | { readonly what: 'noticed' | 'declined' };

/** Says of event stores that they are an earlier copy, where nothing can notice it. Throws OperatorError, one line. */
export async function declarePutBack(addresses: EngineAddresses, { confirm }: PutBackAsked): Promise<PutBackSaid> {
  const stores = await openEventStores(addresses, silentLog);
  const documents = await openLastingDocuments(addresses);
  const surely = async <T>(work: () => Promise<T>): Promise<T> =>
    persistently(work, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS), log: silentLog });
  try {
    await surely(async () => refuseHalfRestored(stores.events));
    const known = await surely(async () => openKnownMarks(documents));
    if (await surely(async () => isKnownToLack({ ...stores, known }))) return { what: 'noticed' };
    if (!(await confirm(QUESTION))) return { what: 'declined' };
    const { inboxTo, noticedAt } = await surely(async () => declaredPutBack({ ...stores, clock: systemClock }));
    return { what: 'declared', since: inboxTo ?? noticedAt };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new OperatorError(await whoIsSilent(addresses), { cause: error });
  } finally {
    await Promise.all([documents.close(), stores.close()]);
  }
}
