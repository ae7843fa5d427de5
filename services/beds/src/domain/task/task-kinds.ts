import type { TaskKinds } from '@flow/platform/tasks/task';

/** What people are asked to settle about beds and stays. */
export const BEDS_TASKS = {
  'location-disputed': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'CONFIRM_PLACE',
    raised: 'iPM and the ward say different wards.',
    closed: 'The ward says where the patient is, moves them, or they leave.',
  },
  'bed-taken': {
    ownerRole: 'bed-manager',
    suggestedFix: 'FIND_BED',
    raised: 'iPM puts the patient in a bed that another has.',
    closed: 'The bed becomes free and is the patient’s, or the patient is placed elsewhere or leaves.',
  },
  'provisional-stay': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'ADMIT_IN_IPM',
    raised: 'Our people admitted somebody whom iPM has not told of.',
    closed: 'iPM tells of the stay, or the admission is taken back.',
  },
  'unknown-place': {
    ownerRole: 'integration-operator',
    suggestedFix: 'MAP_PLACE',
    raised: 'iPM names a place that no map and no register knows, or none.',
    closed: 'The place is mapped or registered, another place is told, or the patient leaves.',
  },
  'discharged-still-in-bed': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'DISCHARGE_HERE',
    raised: 'iPM discharged a patient whom the ward saw in a bed.',
    closed: 'The ward discharges the patient, or iPM takes its discharge back.',
  },
  'discharged-here-open-there': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'DISCHARGE_IN_IPM',
    raised: 'The ward discharged a patient whose stay is open in iPM.',
    closed: 'iPM tells of the discharge or cancels the stay, or the ward takes its discharge back.',
  },
  'cancelled-in-bed': {
    ownerRole: 'bed-manager',
    suggestedFix: 'IDENTIFY_PATIENT',
    raised: 'iPM cancelled the admission of a patient whom the ward saw in a bed: nobody knows who lies there.',
    closed: 'The ward discharges whoever it was, or iPM admits the patient after all.',
  },
  'cancelled-after-moves': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_WITH_IPM',
    raised: 'iPM cancelled the admission although the patient had moved since.',
    closed: 'Somebody has looked, and says what they found; or what was told is told otherwise.',
    byHand: true,
  },
  'merged-both-in-beds': {
    ownerRole: 'bed-manager',
    suggestedFix: 'CHECK_MERGE',
    raised: 'Two people turned out to be one, and both are in beds.',
    closed: 'One of the stays ends, or one of the two beds is given up.',
  },
  'two-open-stays': {
    ownerRole: 'bed-manager',
    suggestedFix: 'CLOSE_ONE_STAY',
    raised: 'A patient has two open stays.',
    closed: 'One of the stays ends.',
  },
  'hold-displaced': {
    ownerRole: 'bed-manager',
    suggestedFix: 'FIND_OTHER_BED',
    raised: 'iPM put a patient in a bed that was held for somebody else.',
    closed: 'The patient who was put there moves or leaves.',
  },
  'placed-in-closed-bed': {
    ownerRole: 'bed-manager',
    suggestedFix: 'FIND_OTHER_BED',
    raised: 'iPM put a patient in a closed bed.',
    closed: 'The patient moves or leaves, or the bed is opened.',
  },
  'visit-deleted': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_WITH_IPM',
    raised: 'iPM deleted a visit that it had told of.',
    closed: 'Somebody has looked, and says what they found; or what was told is told otherwise.',
    byHand: true,
  },
  'moved-after-discharge': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_WITH_IPM',
    raised: 'iPM moved a patient after their discharge.',
    closed: 'Somebody has looked, and says what they found; or what was told is told otherwise.',
    byHand: true,
  },
  'bed-status-disputed': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'CONFIRM_PLACE',
    raised: 'iPM calls a bed free in which we have somebody.',
    closed: 'The bed is empty, or iPM says otherwise.',
  },
} as const satisfies TaskKinds<string>;

export type TaskKind = keyof typeof BEDS_TASKS;
