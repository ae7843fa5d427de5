import { enumOf } from '@flow/platform/graphql/enum-of';
import { kindsIn } from '@flow/platform/tasks/task';
import { BEHIND_REASONS } from '../../application/live/completeness';
import type { BedLabel } from '../../domain/book/label';
import type { BoardConcern } from '../../domain/book/said-by-ipm';
import {
  TOLD_BED_STATUSES,
  type BedKind,
  type ClosedReason,
  type HoldReason,
  type Readiness,
} from '../../domain/book/state';
import type { StayStatus } from '../../domain/stay/told-stay';
import { TOLD } from '../../domain/stay/telling';
import { BEDS_TASKS } from '../../domain/task/task-kinds';

const LABELS: Readonly<Record<BedLabel, true>> = {
  available: true,
  surge: true,
  reserved: true,
  occupied: true,
  'occupied-on-leave': true,
  'awaiting-clean': true,
  cleaning: true,
  closed: true,
  'closed-occupied': true,
};
const KINDS: Readonly<Record<BedKind, true>> = {
  bay: true,
  'side-room': true,
  hdu: true,
  icu: true,
  trolley: true,
  chair: true,
  escalation: true,
  cot: true,
  virtual: true,
};
const READINESS: Readonly<Record<Readiness, true>> = { clean: true, 'awaiting-clean': true, cleaning: true };
const CLOSED: Readonly<Record<ClosedReason, true>> = {
  infection: true,
  staffing: true,
  estates: true,
  'deep-clean': true,
  fire: true,
  decommissioning: true,
};
const HOLDS: Readonly<Record<HoldReason, true>> = {
  admission: true,
  transfer: true,
  repatriation: true,
  elective: true,
  isolation: true,
  'return-from-leave': true,
};
const STATUSES: Readonly<Record<StayStatus, true>> = {
  unknown: true,
  expected: true,
  current: true,
  'on-leave': true,
  discharged: true,
  cancelled: true,
};

const named = <Word extends string>(words: Readonly<Record<Word, true>>): Word[] => Object.keys(words) as Word[];

export const BedLabelEnum = enumOf(
  'BedLabel',
  named(LABELS),
  'One word for a bed, from who is in it, whether it is clean and whether it is open.',
);
export const BedKindEnum = enumOf('BedKind', named(KINDS));
export const BedFundingEnum = enumOf('BedFunding', ['core', 'escalation', 'boarding'] as const);
export const WardKindEnum = enumOf('WardKind', ['ward', 'emergency', 'day', 'escalation', 'virtual'] as const);
export const EstateKindEnum = enumOf('EstateKind', ['site', 'ward', 'bay', 'bed'] as const);
export const EstateChangeEnum = enumOf('EstateChange', ['added', 'changed', 'removed'] as const);
export const ReadinessEnum = enumOf('BedReadiness', named(READINESS));
export const ClosedReasonEnum = enumOf('BedClosedReason', named(CLOSED));
export const HoldReasonEnum = enumOf('BedHoldReason', named(HOLDS));
export const StayStatusEnum = enumOf('StayStatus', named(STATUSES));
export const TaskKindEnum = enumOf('BedTaskKind', kindsIn(BEDS_TASKS));
export const BoardConcernEnum = enumOf<BoardConcern>('BoardConcern', [...kindsIn(BEDS_TASKS), 'elsewhere-in-ipm']);
export const BehindReasonEnum = enumOf(
  'BoardBehindReason',
  BEHIND_REASONS,
  'Why a board does not tell everything up to now.',
);
export const ToldEnum = enumOf('StayTelling', TOLD);
export const ToldBedStatusEnum = enumOf('ToldBedStatus', TOLD_BED_STATUSES);
export const DespiteEnum = enumOf(
  'DespiteBed',
  ['not-clean', 'closed'] as const,
  'What the asker knows to be amiss with the bed.',
);
