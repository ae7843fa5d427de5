import type { Identity } from '@flow/platform/security/identity';
import { getOperationAST, Kind, type DocumentNode, type GraphQLError } from 'graphql';
import type { Frame, FrameSource, LiveQuery } from '../../application/live/frame';
import { answerText } from './answering';
import { fault } from './faults';
import type { FederatedGraph } from './federated-graph';
import type { Asker, GraphAnswer, GraphFrames } from './graph-answer';
import { FRAME_KEYS, liveDocument, SINCE_VARIABLE, type LiveDocument } from './live-document';
import type { Prepared } from './operations';

/** A subscription of somebody: what it follows, with others of the same rights, and from where on. */
export interface Following {
  readonly query: LiveQuery;
  readonly since: string | undefined;
}

export interface LiveQueries {
  of(prepared: Prepared, identity: Identity): Following | GraphQLError;
}

const sorted = (within: 'all' | readonly string[]) => (within === 'all' ? within : [...within].sort());

/** Equal for those of equal rights: the same roles in the same part of the hospital, with the same patients opened. */
export const rightsKey = ({ roles, scope, breakGlass = [] }: Identity): string =>
  JSON.stringify([[...roles].sort(), ...[scope.sites, scope.wards, scope.specialties, breakGlass].map(sorted)]);

const textAt = (value: object, key: string): string | undefined => {
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : undefined;
};

/** The frame as it goes to everyone: without what it told the gateway alone. */
export function frameOf(answer: GraphAnswer, responseKey: string): Frame {
  const told = answer.data?.[responseKey];
  const { errors, shown, traces } = answer;
  if (told === null || told === undefined) {
    const refused = errors.some(({ extensions: { code } }) => code === 'FORBIDDEN');
    const nobody = { version: undefined, heartbeat: false, shown: new Set<string>() };
    return { text: JSON.stringify(errors), ...nobody, failed: true, refused };
  }
  if (typeof told !== 'object') {
    return { text: answerText(answer), version: undefined, heartbeat: false, shown, failed: false };
  }
  const leaving = Object.fromEntries(
    Object.entries(told).filter(([key]) => key !== FRAME_KEYS.type && key !== FRAME_KEYS.version),
  );
  return {
    text: answerText({ data: { ...answer.data, [responseKey]: leaving }, errors }),
    version: textAt(told, FRAME_KEYS.version),
    heartbeat: textAt(told, FRAME_KEYS.type)?.endsWith('Heartbeat') ?? false,
    shown,
    ...(traces && { traces }),
    failed: false,
  };
}

function sourceOf(frames: GraphFrames | GraphAnswer, responseKey: string): FrameSource {
  if ('next' in frames) {
    return {
      async next() {
        const answer = await frames.next();
        return answer && frameOf(answer, responseKey);
      },
      end: () => frames.end(),
    };
  }
  const refused = [frameOf(frames, responseKey)];
  return { next: () => Promise.resolve(refused.shift()), end: () => undefined };
}

/** `newId` makes correlation ids: a shared execution has one of its own. */
export function createLiveQueries(graph: FederatedGraph, newId: () => string): LiveQueries {
  const known = new WeakMap<DocumentNode, Map<string, LiveDocument | undefined>>();
  /** So that the same subscription is planned once, in whatever text it came. */
  const planned = new Map<string, LiveDocument>();

  function documentOf({ operation: { document, operationName } }: Prepared): LiveDocument | undefined {
    const byName = known.get(document) ?? new Map<string, LiveDocument | undefined>();
    known.set(document, byName);
    const name = operationName ?? '';
    if (!byName.has(name)) {
      const operation = getOperationAST(document, operationName);
      byName.set(name, operation ? liveDocument(graph.api, document, operation) : undefined);
    }
    return byName.get(name);
  }

  function samePlan(live: LiveDocument): LiveDocument {
    const found = planned.get(live.sharedText);
    if (found) return found;
    if (planned.size > 1000) planned.clear();
    planned.set(live.sharedText, live);
    return live;
  }

  function sinceOf({ since }: LiveDocument, variables: Prepared['operation']['variables']): string | undefined {
    if (since?.kind === Kind.STRING) return since.value;
    const told = since?.kind === Kind.VARIABLE ? variables[since.name.value] : undefined;
    return typeof told === 'string' ? told : undefined;
  }

  return {
    of(prepared, identity) {
      const live = documentOf(prepared);
      if (!live) return fault('BAD_USER_INPUT', 'Write the field of a subscription in the operation itself.');
      const { shared, resuming, responseKey, field } = samePlan(live);
      const told = prepared.operation.variables;
      const variables = Object.fromEntries(Object.entries(told).filter(([name]) => name !== live.droppedVariable));
      const asker = (): Asker => ({
        // Nobody in particular: what is shown may depend on roles, scope and who was opened alone.
        identity: {
          ...{ subject: 'live', roles: identity.roles, scope: identity.scope },
          ...(identity.breakGlass && { breakGlass: identity.breakGlass }),
        },
        correlationId: newId(),
      });
      const query: LiveQuery = {
        key: JSON.stringify([live.sharedText, variables, rightsKey(identity)]),
        operation: field,
        breakGlass: identity.breakGlass ?? [],
        async open(since) {
          const operation =
            since === undefined || !resuming
              ? { document: shared, variables }
              : { document: resuming, variables: { ...variables, [SINCE_VARIABLE]: since } };
          // The document holds one operation: it needs no name.
          return sourceOf(await graph.subscribe({ ...operation, operationName: undefined }, asker()), responseKey);
        },
      };
      return { query, since: sinceOf(live, told) };
    },
  };
}
