import type { Hl7Message } from '../hl7/message';

/** What template languages leave behind: `<%= %>`, `{{ }}`, `${ }`, `#{ }`, or a name in braces. */
const PLACEHOLDER = /<%|%>|\{\{|\}\}|[$#]\{|^\{[\w.]+\}/;

/** Fields that name somebody or something. */
const NAMING: readonly (readonly [segment: string, field: number])[] = [
  ['PID', 2],
  ['PID', 3],
  ['MRG', 1],
  ['PV1', 19],
];

/** Whether the message is a template that nobody filled in: its names are names of nobody. */
export const holdsPlaceholder = (message: Hl7Message): boolean =>
  NAMING.some(([name, field]) => message.all(name).some((segment) => PLACEHOLDER.test(segment.rawField(field))));
