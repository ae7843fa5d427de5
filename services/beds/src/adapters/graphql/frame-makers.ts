import type { Identity } from '@flow/platform/security/identity';
import type { Completeness } from '../../application/live/completeness';
import type { FrameMaker } from '../../application/live/feed';
import type { BoardView } from '../../application/live/board-view';
import type { ShownTraces } from '../../application/live/shown-traces';
import { sightOf } from '../../application/who-sees';
import {
  BoardAge,
  BoardHeartbeat,
  HospitalBoardChanges,
  HospitalBoardDetails,
  HospitalBoardResync,
  HospitalBoardSnapshot,
  WardBoardChanges,
  WardBoardDetails,
  WardBoardResync,
  WardBoardSnapshot,
} from './frame-types';
import {
  baysFor,
  bedsFor,
  hospitalBoardFor,
  totalsFor,
  visibleWards,
  waitingOf,
  wardBoardFor,
  wardFor,
} from './show-board';

export type WardFrame = WardBoardSnapshot | WardBoardResync | WardBoardChanges | WardBoardDetails | BoardHeartbeat;
export type HospitalFrame =
  HospitalBoardSnapshot | HospitalBoardResync | HospitalBoardChanges | HospitalBoardDetails | BoardHeartbeat;

/** What frames are made with beside the views. */
export interface Framing {
  readonly identity: Identity;
  readonly howComplete: HowComplete;
  readonly tracesSince: ShownTraces['since'];
}

export type HowComplete = () => Promise<Completeness>;

export const ageOf = ({ at, completeUpTo, lastHeardAt, behind }: Completeness): BoardAge =>
  Object.assign(new BoardAge(), { at, completeUpTo, lastHeardAt, reasons: behind });

const heartbeatOver = (howComplete: HowComplete) => async (version: string) =>
  Object.assign(new BoardHeartbeat(), { version, age: ageOf(await howComplete()) });

const CURRENT = (version: string) => ({ version, behind: false });

/** Frames of one ward for whoever may see it. Undefined at a snapshot's ward: it is no more. */
export function wardFrames(wardId: string, { identity, howComplete, tracesSince }: Framing): FrameMaker<WardFrame> {
  const here = new Set([wardId]);
  function shown(view: BoardView) {
    const ward = view.wards.get(wardId);
    if (ward === undefined) throw new Error('The ward is no longer on the board.');
    return { ward, sight: sightOf(identity, ward.described.row.ward) };
  }
  return {
    snapshot(view, version, why) {
      const { ward, sight } = shown(view);
      const frame = why === 'first' ? new WardBoardSnapshot() : new WardBoardResync();
      return Object.assign(frame, { version, board: wardBoardFor(ward, sight, CURRENT(version)) });
    },
    changes(view, since, version) {
      const { ward, sight } = shown(view);
      if (ward.stamp <= since) return undefined;
      const changed = { beds: bedsFor(ward, sight, since), waitingRows: waitingOf(ward, sight) };
      if (version === undefined) return Object.assign(new WardBoardDetails(), changed);
      const removedBedIds = [...ward.removed].filter(([, stamp]) => stamp > since).map(([id]) => id);
      const traces = tracesSince(since, here);
      const described = { version, ward: wardFor(ward), bays: baysFor(ward), removedBedIds, traces };
      return Object.assign(new WardBoardChanges(), described, changed);
    },
    heartbeat: heartbeatOver(howComplete),
  };
}

/** Frames of all wards that somebody may see. Nobody is named, so late names change nothing; marks of uncertain beds do. */
export const hospitalFrames = ({ identity, howComplete, tracesSince }: Framing): FrameMaker<HospitalFrame> => ({
  snapshot: (view, version, why) =>
    Object.assign(why === 'first' ? new HospitalBoardSnapshot() : new HospitalBoardResync(), {
      version,
      board: hospitalBoardFor(view, identity, CURRENT(version)),
    }),
  changes(view, since, version) {
    const wards = visibleWards(view, identity);
    if (version === undefined) {
      const marked = wards.filter(({ uncertain }) => uncertain.stamp > since);
      return marked.length === 0
        ? undefined
        : Object.assign(new HospitalBoardDetails(), { wards: marked.map(wardFor) });
    }
    const changed = wards.filter(({ stamp }) => stamp > since);
    if (changed.length === 0) return undefined;
    return Object.assign(new HospitalBoardChanges(), {
      version,
      wards: changed.map(wardFor),
      totals: totalsFor(wards),
      traces: tracesSince(since, new Set(changed.map(({ wardId }) => wardId))),
    });
  },
  heartbeat: heartbeatOver(howComplete),
});
