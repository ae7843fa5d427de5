import { derivedId } from '@flow/platform/ids/ids';
import type { Repetition } from '../hl7/segment';
import type { LocationRule, PartnerConfig, PlaceRow } from '../partner/partner-config';
import { textOf } from './code';
import type { UnmappedPlace } from './decoding';
import type { ToldPlace } from './tellings';

export interface DecodedPlace {
  readonly place: ToldPlace;
  readonly unmapped?: UnmappedPlace;
}

type Part = 'ward' | 'bay' | 'bed' | 'facility';
type Codes = { readonly [Name in Part]?: string };
const PARTS: readonly Part[] = ['ward', 'bay', 'bed', 'facility'];

/**
 * What a location (PL, HL7 v2.4 §2.9.30) means by the partner's map. Undefined when it names no ward, bay or bed. What the
 * map does not know keeps its words here and gets an id: nothing is dropped, and a known ward is used without its bed.
 */
export function placeOf(location: Repetition | undefined, partner: PartnerConfig): DecodedPlace | undefined {
  if (location === undefined) return undefined;
  const codes = codesOf(location, partner.location);
  if (codes.ward === undefined && codes.bay === undefined && codes.bed === undefined) return undefined;
  const row = bestRow(codes, partner.location.places);
  const place = row && idsOf(row);
  if (place && !saysMore(codes, row, partner.location.places)) return { place };
  const unmapped = unmappedOf(codes, location, partner);
  return { place: { ...place, unmappedPlaceId: unmapped.id }, unmapped };
}

function codesOf(location: Repetition, { components }: LocationRule): Codes {
  const told = PARTS.flatMap((part) => {
    const component = components[part];
    const text = component === undefined ? undefined : textOf(location.get(component));
    return typeof text === 'string' ? [[part, text] as const] : [];
  });
  return Object.fromEntries(told);
}

const weightOf = (row: PlaceRow): number => PARTS.filter((part) => row[part] !== undefined).length;

function bestRow(codes: Codes, places: readonly PlaceRow[]): PlaceRow | undefined {
  const matching = places.filter((row) => PARTS.every((part) => row[part] === undefined || row[part] === codes[part]));
  return [...matching].sort((a, b) => weightOf(b) - weightOf(a))[0];
}

/** A bed is told that the row knows nothing of, although the map tells that ward's beds apart. */
function saysMore(codes: Codes, row: PlaceRow, places: readonly PlaceRow[]): boolean {
  const mapsBeds = () => places.some(({ wardId, bed }) => wardId === row.wardId && bed !== undefined);
  return codes.bed !== undefined && row.bed === undefined && mapsBeds();
}

const idsOf = ({ wardId, bayId, bedId }: PlaceRow): ToldPlace => ({
  wardId,
  ...(bayId !== undefined && { bayId }),
  ...(bedId !== undefined && { bedId }),
});

function unmappedOf(codes: Codes, location: Repetition, { name }: PartnerConfig): UnmappedPlace {
  const key = PARTS.map((part) => codes[part] ?? '');
  return { id: derivedId('unmapped-place', name, ...key), codes: key.join('^'), text: location.raw };
}
