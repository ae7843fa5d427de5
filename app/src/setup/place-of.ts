import type { LocationRow } from './hospital-files';

/** A row of the hospital's location map as the interface's own map has it. */
export const placeOf = ({ wardCode, bayCode, bedCode, ward, bay, bed }: LocationRow) => ({
  ...{ ward: wardCode, wardId: ward },
  ...(bayCode !== '' && { bay: bayCode }),
  ...(bedCode !== '' && { bed: bedCode }),
  ...(bay !== undefined && { bayId: bay }),
  ...(bed !== undefined && { bedId: bed }),
});
