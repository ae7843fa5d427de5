import { createBedActions } from './bed-actions';
import type { BedsActions } from './beds-actions';
import type { BedsDeps } from './deps';
import { createPatientActions } from './patient-actions';
import { tellBedStatus, tellPatientDetails, tellPatientsMerged } from './tell-patients';
import { tellStay, tellSwap } from './tell-stay';
import { tellWithdrawn } from './tell-withdrawn';

/** Everything that can be done with beds and told of them, over these ports. */
export const createBedsActions = (deps: BedsDeps): BedsActions => ({
  ...createBedActions(deps),
  ...createPatientActions(deps),
  tellStay: (input, context) => tellStay(deps, input, context),
  tellSwap: (input, context) => tellSwap(deps, input, context),
  tellWithdrawn: (input, context) => tellWithdrawn(deps, input, context),
  tellPatientsMerged: (input, context) => tellPatientsMerged(deps, input, context),
  tellPatientDetails: (input, context) => tellPatientDetails(deps, input, context),
  tellBedStatus: (input, context) => tellBedStatus(deps, input, context),
});
