import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { JsonObject } from '@flow/platform/values/json';
import { isRecord } from '../application/audit-chain';
import { AUDIT_EVENTS } from '../application/audit-entry';

export const LOOK_OUTCOMES = ['shown', 'not-found', 'refused'] as const;
export type LookOutcome = (typeof LOOK_OUTCOMES)[number];
export const LOOK_CLASSES = ['query', 'mutation', 'subscription'] as const;
export type LookClass = (typeof LOOK_CLASSES)[number];

/** One person's look at patients, or their asking for somebody in vain. It never changes. */
export interface LookDocument {
  /** The event's id and which of its viewers. */
  readonly _id: string;
  readonly at: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly device: string | null;
  readonly operation: string;
  readonly class: LookClass;
  readonly outcome: LookOutcome;
  readonly patients: readonly string[];
  /** Those of them whom the viewer had opened by break-glass. */
  readonly breakGlass: readonly string[];
  readonly position: string;
}

const textIn = (data: JsonObject, name: string): string | undefined => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};
const textsIn = (data: JsonObject, name: string): string[] => {
  const value = data[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

function outcomeOf({ type, data }: RecordedEvent): LookOutcome {
  if (type === AUDIT_EVENTS.shown) return 'shown';
  return data['outcome'] === 'refused' ? 'refused' : 'not-found';
}

/** The looks of an entry, one for each viewer. */
export function looksIn(event: RecordedEvent): LookDocument[] {
  const { id, data, metadata, position } = event;
  const viewers = Array.isArray(data['viewers']) ? data['viewers'].filter(isRecord) : [];
  const shared = {
    at: textIn(data, 'shownAt') ?? metadata.recordedAt,
    operation: textIn(data, 'operation') ?? '',
    class: LOOK_CLASSES.find((one) => one === data['class']) ?? 'query',
    outcome: outcomeOf(event),
    patients: textsIn(data, 'patients'),
    breakGlass: textsIn(data, 'breakGlass'),
    position,
  };
  return viewers.map((viewer, index) => ({
    _id: `${id}/${index}`,
    user: textIn(viewer, 'user') ?? '',
    roles: textsIn(viewer, 'roles'),
    device: textIn(viewer, 'device') ?? null,
    ...shared,
  }));
}
