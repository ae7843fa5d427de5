import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { PlaceRow } from '../../domain/partner/partner-config';
import type { ChangingPlaces, PlaceDifference, PlacesChanged as Changed } from '../partners/change-places';
import {
  ChangePlacesInput,
  ChangePlacesResult,
  PlaceDifferenceShown,
  PlacesChanged,
  PlacesRefusal,
  type PlaceInput,
} from './places-types';

export interface PlacesDeps {
  /** Done and in force when it resolves. */
  readonly changePlaces: (changing: ChangingPlaces) => Promise<Changed>;
}

const SHOWN = 20;

const placeOf = ({ ward, wardId, bay, bed, facility, bayId, bedId }: PlaceInput): PlaceRow => ({
  ...{ ward, wardId },
  ...(bay != null && { bay }),
  ...(bed != null && { bed }),
  ...(facility != null && { facility }),
  ...(bayId != null && { bayId }),
  ...(bedId != null && { bedId }),
});

function shown(differences: readonly PlaceDifference[]): PlacesChanged {
  const of = (what: PlaceDifference['change']): number => differences.filter(({ change }) => change === what).length;
  return Object.assign(new PlacesChanged(), {
    ...{ added: of('added'), changed: of('changed'), removed: of('removed') },
    differences: differences.slice(0, SHOWN).map((one) => Object.assign(new PlaceDifferenceShown(), one)),
  });
}

const refusal = (code: string, message: string, faults: readonly string[] = []): PlacesRefusal =>
  Object.assign(new PlacesRefusal(), { code, message, faults });

/** What partners call the places of the hospital. */
@Resolver()
export class PlacesResolver {
  constructor(private readonly deps: PlacesDeps) {}

  @Mutation(() => ChangePlacesResult, {
    nullable: true,
    description: 'Takes another location map of a partner into use. Messages that waited for a place are read again.',
  })
  async changePlaces(
    @Ctx() { identity }: GraphContext,
    @Arg('input', () => ChangePlacesInput) { partner, places, dryRun }: ChangePlacesInput,
  ): Promise<PlacesChanged | PlacesRefusal> {
    if (!may(identity.roles, 'ipm.configure-partner')) throw graphFault('FORBIDDEN');
    const answer = await this.deps.changePlaces({ partner, places: places.map(placeOf), dryRun });
    if (answer.outcome === 'changed') return shown(answer.differences);
    if (answer.outcome === 'refused') return refusal('PLACES_REFUSED', 'The location map has faults.', answer.faults);
    return refusal('PARTNER_UNKNOWN', 'There is no such partner.');
  }
}
