/** The five characters that a sender chose in MSH-1 and MSH-2 (HL7 v2.4 §2.8). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  /** Empty where a sender's MSH-2 has only three characters: then `&` is text. */
  readonly subcomponent: string;
}

export const STANDARD_DELIMITERS: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

/** Reads MSH-1 and MSH-2. Undefined when the text is no MSH segment. What MSH-2 leaves out is as usual, but `&` is not. */
export function readDelimiters(msh: string): Delimiters | undefined {
  const field = msh.charAt(3);
  if (!msh.startsWith('MSH') || /^[A-Za-z0-9\s]?$/.test(field)) return undefined;
  const end = msh.indexOf(field, 4);
  const encoding = end < 0 ? msh.slice(4) : msh.slice(4, end);
  return {
    field,
    component: encoding.charAt(0) || STANDARD_DELIMITERS.component,
    repetition: encoding.charAt(1) || STANDARD_DELIMITERS.repetition,
    escape: encoding.charAt(2) || STANDARD_DELIMITERS.escape,
    subcomponent: encoding.charAt(3),
  };
}
