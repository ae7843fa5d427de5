import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from './csv-table';
import { userRow, type UserRow } from './hospital-files';
import type { Difference, FieldDifference, ImportPart } from './import-part';
import type { Hospital } from './read-hospital';

/** Users last: whoever reads the folder meanwhile finds the wards that their scopes name. */
const FILES = ['sites.csv', 'wards.csv', 'bays.csv', 'beds.csv', 'location-map.csv', 'users.csv'];
const COLUMNS = ['name', 'roles', 'sites', 'wards', 'specialties'] as const;
const SHOWN = 20;

export interface ImportedFiles {
  readonly from: string;
  /** The copy in the data folder, which every start reads. */
  readonly kept: string;
}

/** Each is copied beside and renamed. */
export function keepFiles({ from, kept }: ImportedFiles): void {
  for (const name of FILES) copyFileSync(join(from, name), join(kept, `${name}.new`));
  for (const name of FILES) renameSync(join(kept, `${name}.new`), join(kept, name));
}

const text = (value: string | readonly string[]): string => {
  if (typeof value === 'string') return value === 'all' ? '*' : value;
  return value.join(' ');
};

function fieldsOf(was: UserRow, is: UserRow): FieldDifference[] {
  return COLUMNS.flatMap((field) => {
    const told = { field, was: text(was[field]), is: text(is[field]) };
    return told.was === told.is ? [] : [told];
  });
}

function differencesOf(before: readonly UserRow[], after: readonly UserRow[]): Difference[] {
  const was = new Map(before.map((user) => [user.subject, user]));
  const is = new Set(after.map(({ subject }) => subject));
  return [
    ...after.flatMap((user): Difference[] => {
      const known = was.get(user.subject);
      if (known === undefined) return [{ code: user.subject, change: 'added', fields: [] }];
      const fields = fieldsOf(known, user);
      return fields.length === 0 ? [] : [{ code: user.subject, change: 'changed', fields }];
    }),
    ...before.flatMap(({ subject }): Difference[] =>
      is.has(subject) ? [] : [{ code: subject, change: 'removed', fields: [] }],
    ),
  ];
}

/** Who may do what, and where, for tokens that do not say so. The gateway reads it at its start. */
export function usersPart({ users }: Hospital, files: ImportedFiles): ImportPart {
  function compare() {
    const before = existsSync(files.kept)
      ? readTable(files.kept, 'users.csv', userRow).rows.map(({ value }) => value)
      : [];
    const all = differencesOf(before, users);
    const of = (what: Difference['change']): number => all.filter(({ change }) => change === what).length;
    const counts = { added: of('added'), changed: of('changed'), removed: of('removed') };
    return { files: [{ file: 'users.csv', ...counts, first: all.slice(0, SHOWN) }], faults: [] };
  }
  return {
    name: 'the users (in force from the next start)',
    compare: () => Promise.resolve(compare()),
    apply() {
      keepFiles(files);
      return Promise.resolve([]);
    },
  };
}
