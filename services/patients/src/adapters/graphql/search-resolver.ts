import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor } from '@flow/platform/graphql/page-info';
import type { Identity } from '@flow/platform/security/identity';
import type { Clock } from '@flow/platform/time/clock';
import { londonDateOf } from '@flow/platform/time/london';
import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { searchPatients, type SearchDeps } from '../../application/search-patients';
import { isPatientId } from '../../domain/ids';
import { mustLookUp, show } from './patient-resolver';
import { adviceFrom, PatientSearchConnection, SearchArgs } from './search-types';
import { maySee, maySeeAnyRestricted } from './show-patient';

/** As PDS: more at once only help to pick the wrong one. */
const MOST_FOUND = 50;

export interface SearchResolverDeps {
  readonly search: SearchDeps;
  readonly clock: Clock;
}

@Resolver()
export class SearchResolver {
  constructor(private readonly deps: SearchResolverDeps) {}

  @Query(() => PatientSearchConnection, {
    nullable: true,
    description:
      'Patients by what clerks type. By surname, forenames, birth date; at most 50 at once. Restricted patients only for those who may know them, and by telephone for nobody.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async searchPatients(
    @Ctx() context: GraphContext,
    @Args(() => SearchArgs) { text, first, after }: SearchArgs,
  ): Promise<PatientSearchConnection> {
    mustLookUp(context);
    if (!Number.isInteger(first) || first < 1 || first > MOST_FOUND) {
      throw graphFault('BAD_USER_INPUT', 'The argument first must be from 1 to 50.');
    }
    const { identity } = context;
    const [key] = readCursor(after, 1) ?? [];
    const { found, advice } = await searchPatients(this.deps.search, {
      typed: text,
      today: londonDateOf(this.deps.clock.now()),
      limit: first + 1,
      sees: seenBy(identity),
      maySee: (one) => maySee(identity, one),
      ...(key !== undefined && { after: key }),
    });
    // Whoever is on the next page is not shown on this one.
    const page = pageOf(found, { first, after: key !== undefined, keyOf: (one) => [one.key] });
    const nodes = page.nodes.map((one) => show(one, context).patient);
    const edges = page.edges.map(({ cursor }, index) => ({ cursor, node: nodes[index] }));
    return Object.assign(new PatientSearchConnection(), { ...page, edges, nodes, advice: adviceFrom(advice) });
  }
}

const seenBy = (identity: Identity) =>
  maySeeAnyRestricted(identity) ? ('everybody' as const) : (identity.breakGlass ?? []).filter(isPatientId);
