import type { Asking } from '../security/claims';
import type { GraphContext } from './graph-context';

/** Whether any patient was reported, by the `shows` of a context; kept beside it so that no resolver can set it. */
const reports = new WeakMap<GraphContext['shows'], { any: boolean }>();

/** The context of one request, or of one subscription. `shows` is told every patient as resolvers report them. */
export function createGraphContext(
  { identity, correlationId, trace }: Asking,
  shows: GraphContext['shows'] = () => undefined,
  tells?: GraphContext['tells'],
): GraphContext {
  const report = { any: false };
  const reporting = (patientIds: readonly string[]): void => {
    if (patientIds.length > 0) report.any = true;
    shows(patientIds);
  };
  reports.set(reporting, report);
  return { identity, correlationId, ...(trace !== undefined && { trace }), shows: reporting, ...(tells && { tells }) };
}

/** Whether a resolver has reported a patient yet. False for a context that was made in another way. */
export const hasReported = ({ shows }: GraphContext): boolean => reports.get(shows)?.any ?? false;
