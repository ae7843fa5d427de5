import type { Brand } from '@flow/platform/values/brand';

export type SiteId = Brand<'SiteId'>;
export type WardId = Brand<'WardId'>;
export type BayId = Brand<'BayId'>;
export type BedId = Brand<'BedId'>;
export type StayId = Brand<'StayId'>;
/** A person as the patients service knows them. It says nothing about the person. */
export type PatientId = Brand<'PatientId'>;
export type HoldId = Brand<'HoldId'>;
/** One thing that our own people did to a stay: a move, a discharge, a leave. */
export type DeedId = Brand<'DeedId'>;
/** The token subject of a person, or the name of a service; never a patient. */
export type UserId = Brand<'UserId'>;

/**
 * Where something told or done stands among all that was told or done about a stay, whichever came first.
 * Text order is the canonical order: `occurredAt|recordedAt|…`, both times in UTC with milliseconds.
 */
export type CanonicalOrder = Brand<'CanonicalOrder'>;

const ID = /^[\w.:-]{1,80}$/;

function checked(kind: string, text: string): string {
  if (!ID.test(text)) throw new RangeError(`Not a ${kind} id: 1 to 80 letters, digits or any of - _ . : are wanted.`);
  return text;
}

/** Each throws RangeError for anything but 1 to 80 letters, digits or any of - _ . : */
export const siteId = (text: string): SiteId => checked('site', text) as SiteId;
export const wardId = (text: string): WardId => checked('ward', text) as WardId;
export const bayId = (text: string): BayId => checked('bay', text) as BayId;
export const bedId = (text: string): BedId => checked('bed', text) as BedId;
export const stayId = (text: string): StayId => checked('stay', text) as StayId;
export const patientId = (text: string): PatientId => checked('patient', text) as PatientId;
export const holdId = (text: string): HoldId => checked('hold', text) as HoldId;
export const deedId = (text: string): DeedId => checked('deed', text) as DeedId;

/** Throws RangeError for an empty text or one of more than 200 characters. */
export function userId(text: string): UserId {
  if (text === '' || text.length > 200) throw new RangeError('Not a user id: 1 to 200 characters are wanted.');
  return text as UserId;
}

/** Throws RangeError for an empty text or one of more than 400 characters. */
export function canonicalOrder(text: string): CanonicalOrder {
  if (text === '' || text.length > 400) throw new RangeError('Not a canonical order: 1 to 400 characters are wanted.');
  return text as CanonicalOrder;
}
