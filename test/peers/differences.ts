/** A place of a message that HAPI and we read each in our own way. */
export interface Difference {
  readonly message: string;
  readonly place: string;
  readonly ours: string | null | undefined;
  readonly theirs: string | null | undefined;
  /** As it was written, where that is known. */
  readonly raw: string;
}

/** A difference that is meant. */
export interface MeantDifference {
  readonly name: string;
  readonly why: string;
  readonly is: (difference: Difference) => boolean;
}

/** Where HAPI and we differ on purpose. An entry that nothing needs is a fault, and so is any other difference. */
export const DIFFERENCES: readonly MeantDifference[] = [
  {
    name: 'hexadecimal escapes',
    why: 'HL7 v2.4 §2.10.6 lets a sender write any bytes as \\Xhh..\\, and a name so written is a name. HAPI undoes those of line ends alone.',
    is: ({ ours, theirs, raw }) => /\\X(?:[0-9A-F]{2})+\\/i.test(raw) && ours !== theirs,
  },
  {
    name: 'highlighting',
    why: '\\H\\ and \\N\\ say how to show a text, not what it says (§2.10.2). HAPI leaves them in the text.',
    is: ({ ours, theirs }) => theirs?.replace(/\\[HN]\\/g, '') === ours,
  },
  {
    name: 'a time that is deleted',
    why: 'HL7 writes "" to delete a value (§2.6): there is no time then. HAPI makes one of the year 0 of it.',
    is: ({ ours, theirs, raw }) => raw === '""' && ours === 'none' && theirs === '0000-00-00T00:00:00',
  },
  {
    name: 'dates with hyphens',
    why: 'Some of our senders write 1928-01-01, which can mean nothing else. HAPI takes the digits of HL7 alone.',
    is: ({ theirs, raw }) => /^\d{4}-\d\d-\d\d/.test(raw) && (theirs === 'none' || theirs === undefined),
  },
];

/** What no entry of the list explains, and the entries that explained nothing. */
export function judged(differences: readonly Difference[], meant: readonly MeantDifference[] = DIFFERENCES) {
  const used = new Set<string>();
  const unexplained = differences.filter((difference) => {
    const entry = meant.find(({ is }) => is(difference));
    if (entry) used.add(entry.name);
    return entry === undefined;
  });
  return { unexplained, unused: meant.map(({ name }) => name).filter((name) => !used.has(name)) };
}
