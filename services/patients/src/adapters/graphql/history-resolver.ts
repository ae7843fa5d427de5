import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { may } from '@flow/schema/rights';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { patientHistory, type PatientChange as KeptChange } from '../../application/patient-history';
import type { PatientLog } from '../../application/ports';
import { HistoryArgs, PatientChange, PatientChangeConnection } from './history-types';
import type { LoadPatient } from './patient-loader';
import { Patient } from './patient-types';
import { maySee } from './show-patient';

export interface HistoryDeps {
  readonly log: PatientLog;
  readonly load: LoadPatient;
}

const LIST_SIZE = '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])';

/** What changed of a patient, what it was before, who and when. */
@Resolver(() => Patient)
export class HistoryResolver {
  constructor(private readonly deps: HistoryDeps) {}

  @FieldResolver(() => PatientChangeConnection, {
    nullable: true,
    description: 'Each change with what was before, the newest first. Null where who it is may not be known.',
  })
  @Directive(LIST_SIZE)
  async history(
    @Root() patient: Patient,
    @Ctx() context: GraphContext,
    @Args(() => HistoryArgs) args: HistoryArgs,
  ): Promise<Page<PatientChange> | null> {
    return this.changesOf(patient.id, context, args);
  }

  @Query(() => PatientChangeConnection, {
    nullable: true,
    description: 'The history of a patient, for those who review changes and look nobody up.',
  })
  @Directive(LIST_SIZE)
  async patientHistory(
    @Arg('id', () => ID) id: string,
    @Ctx() context: GraphContext,
    @Args(() => HistoryArgs) args: HistoryArgs,
  ): Promise<Page<PatientChange> | null> {
    return this.changesOf(id, context, args);
  }

  private async changesOf(
    id: string,
    context: GraphContext,
    { first, after }: HistoryArgs,
  ): Promise<Page<PatientChange> | null> {
    if (!may(context.identity.roles, 'patients.see-history')) throw graphFault('FORBIDDEN');
    const limit = readFirst(first);
    const [last] = readCursor(after, 1) ?? [];
    const found = await this.deps.load(id, context);
    if (found === null || !maySee(context.identity, found)) return null;
    const all = await patientHistory(this.deps.log, found);
    const rest = last === undefined ? all : all.filter(({ key }) => key < last);
    context.shows([found.person.patientId]);
    const page = pageOf(rest.slice(0, limit + 1), { first, after: last !== undefined, keyOf: ({ key }) => [key] });
    return {
      ...page,
      edges: page.edges.map(({ cursor, node }) => ({ cursor, node: changeFrom(node) })),
      nodes: page.nodes.map(changeFrom),
    };
  }
}

function changeFrom({ patientId, field, previous, value, recordedAt, by, onBehalfOf, role, origin }: KeptChange) {
  const change = { patientId, field, previous, value, recordedAt, recordedBy: by, onBehalfOf, role, origin };
  return Object.assign(new PatientChange(), change);
}
