import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { GraphQLSchema } from 'graphql';
import { openFeed } from '../../application/live/feed';
import {
  BedOccupants,
  BoardResolver,
  HospitalBoardFields,
  mustSeeBoards,
  WardBoardChangesFields,
  WardBoardDetailsFields,
  WardBoardFields,
  wardSeen,
  type BoardDeps,
} from './board-resolver';
import type { ActingDeps } from './acting';
import { ArrivalActions } from './arrival-actions';
import { BedActions } from './bed-actions';
import { EstateDifferences } from './estate-differences';
import { EraseResolver, type EraseDeps } from './erase-resolver';
import { EstateResolver, type EstateDeps } from './estate-resolver';
import { hospitalFrames, wardFrames } from './frame-makers';
import { BedHistory, PatientStays, StayResolver, type StayDeps } from './stay-resolver';
import { StayActions } from './stay-actions';
import { TaskResolver, type TaskDeps } from './task-resolver';
import { TellResolver, type TellDeps } from './tell-resolver';

export type SchemaDeps = BoardDeps & StayDeps & TaskDeps & ActingDeps & TellDeps & EstateDeps & EraseDeps;

interface Following {
  readonly wardId?: string;
  readonly sinceVersion?: string | null;
}

/** Gives the subscriptions of this schema their sources, which their decorators cannot reach. */
function watchBoardsIn(schema: GraphQLSchema, { board, epoch, howComplete, tracesSince }: BoardDeps): void {
  const framing = ({ identity }: GraphContext) => ({ identity, howComplete, tracesSince });
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  const { wardBoard, hospitalBoard } = fields;
  if (wardBoard === undefined || hospitalBoard === undefined) throw new Error('The schema has no live boards.');
  wardBoard.subscribe = (_source, { wardId = '', sinceVersion }: Following, context: GraphContext) => {
    wardSeen(board, wardId, context);
    const make = wardFrames(wardId, framing(context));
    return openFeed(board, epoch, { make, since: sinceVersion ?? undefined });
  };
  hospitalBoard.subscribe = (_source, { sinceVersion }: Following, context: GraphContext) => {
    mustSeeBoards(context);
    const make = hospitalFrames(framing(context));
    return openFeed(board, epoch, { make, since: sinceVersion ?? undefined });
  };
}

/** The part of the graph that this service answers for. */
export function buildBedsSchema(deps: SchemaDeps): GraphQLSchema {
  const schema = buildSubgraph({
    name: 'beds',
    resolvers: [
      new BoardResolver(deps),
      new BedOccupants(),
      new WardBoardFields(deps.howComplete),
      new HospitalBoardFields(deps.howComplete),
      new WardBoardChangesFields(),
      new WardBoardDetailsFields(),
      new StayResolver(deps),
      new PatientStays(deps),
      new BedHistory(deps),
      new TaskResolver(deps),
      new ArrivalActions(deps),
      new StayActions(deps),
      new BedActions(deps),
      new EstateResolver(deps),
      new EstateDifferences(),
      new TellResolver(deps),
      new EraseResolver(deps),
    ],
  });
  watchBoardsIn(schema, deps);
  return schema;
}
