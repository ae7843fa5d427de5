import { PeerUnavailable } from '@flow/platform/graphql/peer';
import type { Forgotten } from '@flow/platform/engines/engines';
import type { Clock } from '@flow/platform/time/clock';
import type { Erasure, ErasureCommand, ErasurePart, ErasurePartDone } from '../domain/erasure';
import { holderOf } from '../domain/nhs-number-claim';
import { eraseRecords, type EraseRecordsDeps } from './erase-records';
import type { ErasurePeers, NumberOfAuthority } from './ports';
import { everToldIn, type Cause } from './settle-nhs-numbers';

export interface ErasePersonDeps extends EraseRecordsDeps {
  readonly peers: ErasurePeers;
  readonly clock: Clock;
  /** Whether anything that the documents show of them is left. */
  readonly isShown: (erasure: Erasure) => Promise<boolean>;
  readonly forget: () => Promise<Forgotten>;
}

type Result = Pick<ErasurePartDone, 'removed' | 'patientIds' | 'pending'>;

/** Does one part of an erasure, safely twice, and gives what the erasure is told of it. */
export async function erasePart(
  deps: ErasePersonDeps,
  erasure: Erasure,
  part: ErasurePart,
  cause: Cause,
): Promise<ErasureCommand> {
  const result = await carriedOut(deps, erasure, part, cause);
  return { type: 'ReportErasurePart', part, at: deps.clock.now(), ...result };
}

async function carriedOut(deps: ErasePersonDeps, erasure: Erasure, part: ErasurePart, cause: Cause): Promise<Result> {
  const { peers } = deps;
  switch (part) {
    case 'messages':
      return { removed: await peers.eraseMessages(erasure, await numbersOf(deps, erasure)) };
    case 'records':
      return { removed: await eraseRecords(deps, erasure.patientIds, cause), patientIds: erasure.patientIds };
    case 'late-messages': {
      await peers.resumeMessages(erasure);
      const removed = await peers.eraseMessages(erasure, []);
      await peers.resumeMessages(erasure);
      return { removed };
    }
    case 'boards':
      await peers.dropDetails(erasure);
      return {};
    case 'documents':
      // Asked again until they have gone.
      if (await deps.isShown(erasure)) throw new PeerUnavailable('patients');
      // Once more: a board may have asked for a name in between.
      await peers.dropDetails(erasure);
      return {};
    case 'engines':
      return (await deps.forget()) === 'pending' ? { pending: true } : {};
  }
}

/** Their NHS number too, unless it is somebody else's by claim: it is all that some messages and some junk name them by. */
async function numbersOf(
  { patients, nhsNumbers }: ErasePersonDeps,
  { patientIds }: Erasure,
): Promise<readonly NumberOfAuthority[]> {
  const numbers: NumberOfAuthority[] = [];
  for (const { state } of await Promise.all(patientIds.map(async (id) => patients.load(id)))) {
    if (state === null) continue;
    const { authority, value } = state.record.number;
    numbers.push({ authority, value });
    for (const told of everToldIn(state)) {
      const holder = holderOf((await nhsNumbers.load(told)).state);
      if (patientIds.some((id) => id === holder)) numbers.push({ authority: 'NHS', value: told });
    }
  }
  return numbers;
}
