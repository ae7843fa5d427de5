import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveBoard } from '../../application/live/live-board';
import type { WardView } from '../../application/live/board-view';
import type { ShownTraces } from '../../application/live/shown-traces';
import { sightOf, type Sight } from '../../application/who-sees';
import { Bed, Occupant } from './board-types';
import { ageOf, type HospitalFrame, type HowComplete, type WardFrame } from './frame-makers';
import {
  BoardAge,
  HospitalBoard,
  HospitalBoardFrame,
  WardBoard,
  WardBoardChanges,
  WardBoardDetails,
  WardBoardFrame,
} from './frame-types';
import { bedFor, hospitalBoardFor, occupantsFor, wardBoardFor } from './show-board';

const BEHIND_AFTER_MS = 2000;

export interface BoardDeps {
  readonly board: LiveBoard;
  readonly epoch: string;
  readonly howComplete: HowComplete;
  readonly tracesSince: ShownTraces['since'];
}

/** The ward, if this asker may see its board. Throws FORBIDDEN for a role, NOT_FOUND for a place that is not theirs. */
export function wardSeen(
  board: LiveBoard,
  wardId: string,
  { identity }: GraphContext,
): { ward: WardView; sight: Sight } {
  mustSeeBoards({ identity });
  const ward = board.view().wards.get(wardId);
  const sight = ward && sightOf(identity, ward.described.row.ward);
  if (sight?.board !== true || ward === undefined) throw graphFault('NOT_FOUND');
  return { ward, sight };
}

export function mustSeeBoards({ identity: { roles } }: Pick<GraphContext, 'identity'>): void {
  if (!may(roles, 'beds.view-board') && !may(roles, 'beds.see-patients')) throw graphFault('FORBIDDEN');
}

/** The decorator is made before any board is: see schema.ts. */
const notWatched = (): never => {
  throw new Error('Nobody watches boards in this schema.');
};

const SINCE = 'The last version that you saw: the first frame is then what has changed since, or a resync.';

@Resolver()
export class BoardResolver {
  constructor(private readonly deps: BoardDeps) {}

  @Query(() => WardBoard, { nullable: true, description: 'A ward: every bed, and whom you may know of in it.' })
  async wardBoard(
    @Ctx() context: GraphContext,
    @Arg('wardId', () => ID) wardId: string,
    @Arg('minVersion', () => String, { nullable: true }) minVersion: string | null | undefined,
  ): Promise<WardBoard> {
    mustSeeBoards(context);
    const at = await this.at(minVersion);
    const { ward, sight } = wardSeen(this.deps.board, wardId, context);
    return wardBoardFor(ward, sight, at);
  }

  @Query(() => HospitalBoard, { nullable: true, description: 'Every ward that you may see. Nobody is named.' })
  async hospitalBoard(
    @Ctx() context: GraphContext,
    @Arg('minVersion', () => String, { nullable: true }) minVersion: string | null | undefined,
  ): Promise<HospitalBoard> {
    mustSeeBoards(context);
    const at = await this.at(minVersion);
    return hospitalBoardFor(this.deps.board.view(), context.identity, at);
  }

  @Query(() => Bed, { nullable: true })
  bed(@Ctx() context: GraphContext, @Arg('id', () => ID) id: string): Bed | null {
    mustSeeBoards(context);
    return bedSeen(this.deps.board, id, context);
  }

  /** Waits for what the asker has seen or done to be on the board, and no longer than people wait. */
  private async at(minVersion: string | null | undefined): Promise<{ version: string; behind: boolean }> {
    const { board } = this.deps;
    const behind = minVersion != null && !(await board.waitFor(minVersion, BEHIND_AFTER_MS));
    return { version: board.version(), behind };
  }

  @Subscription(() => WardBoardFrame, {
    name: 'wardBoard',
    description: `One ward, live. ${SINCE}`,
    subscribe: notWatched,
  })
  // The arguments are for the SDL: the source of the frames has them.
  /* eslint-disable @typescript-eslint/no-unused-vars */
  wardBoardFrames(
    @Ctx() { tells }: GraphContext,
    @Root() frame: WardFrame,
    @Arg('wardId', () => ID) _wardId: string,
    @Arg('sinceVersion', () => String, { nullable: true }) _since: string | null | undefined,
  ): WardFrame {
    if ('traces' in frame) tells?.(frame.traces);
    return frame;
  }

  @Subscription(() => HospitalBoardFrame, {
    name: 'hospitalBoard',
    description: `Every ward that you may see, live. ${SINCE}`,
    subscribe: notWatched,
  })
  hospitalBoardFrames(
    @Ctx() { tells }: GraphContext,
    @Root() frame: HospitalFrame,
    @Arg('sinceVersion', () => String, { nullable: true }) _since: string | null | undefined,
  ): HospitalFrame {
    if ('traces' in frame) tells?.(frame.traces);
    return frame;
  }
  /* eslint-enable @typescript-eslint/no-unused-vars */
}

@Resolver(() => Bed)
export class BedOccupants {
  @FieldResolver(() => [Occupant], { description: 'Normally one; more only where sharing was asked for.' })
  occupants(@Root() { row, sight }: Bed, @Ctx() context: GraphContext): Occupant[] {
    return occupantsFor(row.occupants, sight, context);
  }
}

const IN_WARD = { description: 'In the ward without a bed: everybody, whenever anything has changed.' };

@Resolver(() => WardBoard)
export class WardBoardFields {
  constructor(private readonly howComplete: HowComplete) {}

  @FieldResolver(() => [Occupant], IN_WARD)
  waiting(@Root() { waitingRows }: WardBoard, @Ctx() context: GraphContext): Occupant[] {
    return occupantsFor(waitingRows.rows, waitingRows.sight, context);
  }

  @FieldResolver(() => BoardAge)
  async age(): Promise<BoardAge> {
    return ageOf(await this.howComplete());
  }
}

@Resolver(() => HospitalBoard)
export class HospitalBoardFields {
  constructor(private readonly howComplete: HowComplete) {}

  @FieldResolver(() => BoardAge)
  async age(): Promise<BoardAge> {
    return ageOf(await this.howComplete());
  }
}

@Resolver(() => WardBoardChanges)
export class WardBoardChangesFields {
  @FieldResolver(() => [Occupant], IN_WARD)
  waiting(@Root() { waitingRows }: WardBoardChanges, @Ctx() context: GraphContext): Occupant[] {
    return occupantsFor(waitingRows.rows, waitingRows.sight, context);
  }
}

@Resolver(() => WardBoardDetails)
export class WardBoardDetailsFields {
  @FieldResolver(() => [Occupant], IN_WARD)
  waiting(@Root() { waitingRows }: WardBoardDetails, @Ctx() context: GraphContext): Occupant[] {
    return occupantsFor(waitingRows.rows, waitingRows.sight, context);
  }
}

/** A bed on the board, if this asker may see its ward. */
export function bedSeen(board: LiveBoard, bedId: string, { identity }: GraphContext): Bed | null {
  for (const { beds, described } of board.view().wards.values()) {
    const row = beds.get(bedId)?.row;
    if (row === undefined) continue;
    const sight = sightOf(identity, described.row.ward);
    return sight.board ? bedFor(row, sight) : null;
  }
  return null;
}
