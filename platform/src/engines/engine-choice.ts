import { OperatorError } from '../values/operator-error';

/** What the rule on embedded engines looks at, taken from a service's configuration. */
export interface EngineChoice {
  /** NODE_ENV. */
  readonly nodeEnv: string | undefined;
  /** SINGLE_NODE=true: a site of one machine that means it. */
  readonly singleNode: boolean;
}

/** Throws OperatorError where embedded engines would be a mistake: in production, unless the site says that it is one machine. */
export function refuseEmbeddedInProduction({ nodeEnv, singleNode }: EngineChoice): void {
  if (nodeEnv !== 'production' || singleNode) return;
  throw new OperatorError(
    'Embedded engines keep everything on one machine and are refused when NODE_ENV=production. ' +
      'Name the real engines, or set SINGLE_NODE=true if one machine is meant.',
  );
}
