import type { Told } from '../hl7/segment';

const CODE = /^[\w./+-]{1,20}$/;

/** A coded value: text that is no code is not told, so that no free text leaves the interface as one. */
export function codeOf(told: Told): Told {
  if (told === undefined || told === null) return told;
  const text = told.trim();
  return CODE.test(text) ? text : undefined;
}

/** Text without blanks around it; what is blank is not told. */
export function textOf(told: Told): Told {
  if (told === undefined || told === null) return told;
  return told.trim() || undefined;
}

/** HL7 table 0136: Y or N. */
export function yesOf(told: Told): boolean | null | undefined {
  if (told === undefined || told === null) return told;
  const text = told.trim().toUpperCase();
  if (text === 'Y' || text === 'YES' || text === '1' || text === 'TRUE') return true;
  return text === 'N' || text === 'NO' || text === '0' || text === 'FALSE' ? false : undefined;
}

/** The object without what is undefined, so that what was not told is absent. */
export function told<Fields extends object>(
  fields: Fields,
): { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
export function told(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
