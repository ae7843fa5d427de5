import { PeerUnavailable } from '@flow/platform/graphql/peer';
import type { Forgotten } from '@flow/platform/engines/engines';
import type { Clock } from '@flow/platform/time/clock';
import type { Erasure, ErasureCommand, ErasurePart, ErasurePartDone } from '../domain/erasure';
import { eraseRecords, type EraseRecordsDeps } from './erase-records';
import type { ErasurePeers, NumberOfAuthority } from './ports';
import type { Cause } from './settle-nhs-numbers';

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
      return {};
    case 'engines':
      return (await deps.forget()) === 'pending' ? { pending: true } : {};
  }
}

async function numbersOf(
  { patients }: ErasePersonDeps,
  { patientIds }: Erasure,
): Promise<readonly NumberOfAuthority[]> {
  const states = await Promise.all(patientIds.map((id) => patients.load(id)));
  return states.flatMap(({ state }) =>
    state === null ? [] : [{ authority: state.record.number.authority, value: state.record.number.value }],
  );
}
