import type { BedRow } from './hospital-files';
import type { Hospital } from './read-hospital';

/** As GraphQL writes the codes of the set-up files. */
const enumName = (code: string): string => code.toUpperCase().replaceAll('-', '_');

/** What is usual of a bed is left out, so that the beds of a large trust are one request that the gateway takes. */
function bedInput({ code, ward, bay, name, kind, funding, ...attributes }: BedRow) {
  const has = Object.entries(attributes).filter(([, value]) => value);
  return {
    ...{ code, ward, bay, name },
    ...(kind !== 'bay' && { kind: enumName(kind) }),
    ...(funding !== 'core' && { funding: enumName(funding) }),
    ...Object.fromEntries(has),
  };
}

/** The hospital's files as the beds service is told its estate. */
export const estateInput = ({ sites, wards, bays, beds }: Pick<Hospital, 'sites' | 'wards' | 'bays' | 'beds'>) => ({
  sites,
  wards: wards.map(({ kind, ...ward }) => ({ ...ward, kind: enumName(kind) })),
  bays,
  beds: beds.map(bedInput),
});
