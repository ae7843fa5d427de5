import type { Channel, Consent, ContactPoint, Recorded } from './contact';
import { CHANNELS, isRefusal, NO_REACH } from './contact';
import type { CanonicalOrder } from './ids';
import { NEED_FIELDS, type NeedEntries, type NeedField, type NeedValue } from './needs';
import { membersOf, type Member } from './person';
import type { PatientRecord, Records } from './record';

/** What people here recorded of a person, in all records that are theirs. */
export interface Care {
  readonly consents: { readonly [Of in Channel]?: Recorded<Consent> };
  readonly points: readonly Recorded<ContactPoint>[];
  readonly needs: NeedEntries;
}

/**
 * The newest word of all records stands, field by field. A refusal of a record that was merged counts as if the merge had
 * told it: it ends only by a consent that is newer than the merge.
 */
export function careOf(own: PatientRecord, known: Records): Care {
  const members = membersOf(own, known);
  const consents: { [Of in Channel]?: Recorded<Consent> } = {};
  for (const channel of CHANNELS) {
    const told = members.flatMap((member) => heard(member, member.record.reach?.consents[channel], isRefusal));
    const newest = newestOf(told);
    if (newest !== undefined) consents[channel] = newest;
  }
  const needs: { [Field in NeedField]?: Recorded<NeedValue | null> } = {};
  for (const field of NEED_FIELDS) {
    const newest = newestOf(members.flatMap((member) => heard(member, member.record.needs?.[field])));
    if (newest !== undefined) needs[field] = newest;
  }
  return { consents, points: pointsOf(members), needs };
}

function pointsOf(members: readonly Member[]): readonly Recorded<ContactPoint>[] {
  const all = members.map((member) => ({ member, points: (member.record.reach ?? NO_REACH).points }));
  const ids = [...new Set(all.flatMap(({ points }) => Object.keys(points)))].sort();
  const refuses = ({ consent }: ContactPoint) => isRefusal(consent);
  return ids.flatMap((id) => newestOf(all.flatMap(({ member, points }) => heard(member, points[id], refuses))) ?? []);
}

interface Heard<Value> {
  readonly told: Recorded<Value>;
  readonly order: CanonicalOrder;
}

function heard<Value>(
  { merges }: Member,
  told: Recorded<Value> | undefined,
  lastsBeyondMerge: (value: Value) => boolean = () => false,
): readonly Heard<Value>[] {
  if (told === undefined) return [];
  const orders = lastsBeyondMerge(told.value) ? [told.order, ...merges] : [told.order];
  return [{ told, order: orders.reduce((a, b) => (a < b ? b : a)) }];
}

/** Two words of one order: a refusal, then by its text, whichever came first. */
function newestOf<Value>(all: readonly Heard<Value>[]): Recorded<Value> | undefined {
  const weight = ({ told, order }: Heard<Value>): string => `${order} ${JSON.stringify(told.value)} ${told.order}`;
  const [newest] = [...all].sort((a, b) => (weight(a) < weight(b) ? 1 : -1));
  return newest?.told;
}
