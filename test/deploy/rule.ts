/** Something that must be so wherever the product is run, and how it would look if it were not. */
export interface Rule<Subject> {
  readonly name: string;
  readonly holds: (subject: Subject) => boolean;
  /** The same subject with a fault against this rule. */
  readonly planted: (subject: Subject) => Subject;
}

/** By name, those that are not as the rule has it. */
export const against = <Subject>(
  { holds }: Pick<Rule<Subject>, 'holds'>,
  subjects: Readonly<Record<string, Subject>>,
): string[] => Object.entries(subjects).flatMap(([name, subject]) => (holds(subject) ? [] : [name]));

/** Every rule over every subject, and each rule once over one with a fault. */
export function itHolds<Subject>(rules: readonly Rule<Subject>[], subjects: Readonly<Record<string, Subject>>): void {
  it.each(rules)('$name', (rule) => expect(against(rule, subjects)).toStrictEqual([]));
  it.each(rules)('sees a planted fault: $name', (rule) => {
    const planted = Object.entries(subjects).map(([name, subject]) => [name, rule.planted(subject)] as const);
    expect(against(rule, Object.fromEntries(planted))).toStrictEqual(Object.keys(subjects));
  });
}
