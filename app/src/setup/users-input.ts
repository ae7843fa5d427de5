import type { UserRow } from './hospital-files';

const listed = (codes: 'all' | readonly string[]): readonly string[] => (codes === 'all' ? ['*'] : codes);

/** The hospital's users as the gateway is told its table; what they are called stays in the file. */
export const usersInput = (users: readonly UserRow[]) =>
  users.map(({ subject, roles, sites, wards, specialties }) => ({
    ...{ subject, roles },
    ...{ sites: listed(sites), wards: listed(wards), specialties: listed(specialties) },
  }));
