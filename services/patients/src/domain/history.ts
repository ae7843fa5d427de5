import { CHANNELS, NO_REACH, type ContactPoint } from './contact';
import { DETAIL_FIELDS, type DetailValue, type Identifier } from './details';
import { NEED_FIELDS, type NeedValue } from './needs';
import { patientDecider, type PatientEvent, type PatientState } from './patient';
import type { PatientRecord } from './record';

/** One thing that an event changed. Null: there was none, or there is none. */
export interface FieldChange {
  /** `family`, `consent.sms`, `point.<id>`, `needs.formats`, `merged`, `registered`. */
  readonly field: string;
  readonly previous: string | null;
  readonly value: string | null;
}

/** What each event of a record changed, in their order. What was said again, or noted of another record, changes nothing. */
export function changesOfEach(events: readonly PatientEvent[]): readonly (readonly FieldChange[])[] {
  let state: PatientState = null;
  return events.map((event) => {
    const before = state?.record;
    state = patientDecider.evolve(state, event);
    return changesOf(event, before).filter(({ previous, value }) => previous !== value);
  });
}

type EventOf<Type extends PatientEvent['type']> = Extract<PatientEvent, { readonly type: Type }>;

function changesOf(event: PatientEvent, before: PatientRecord | undefined): readonly FieldChange[] {
  switch (event.type) {
    case 'PatientRegistered':
      return [{ field: 'registered', previous: null, value: textOf([event.number]) }];
    case 'DetailsTold':
      return detailChanges(event, before);
    case 'ContactRecorded':
      return contactChanges(event, before);
    case 'NeedsRecorded':
      return needChanges(event, before);
    case 'PatientMerged':
    case 'PatientUnmerged': {
      const value = event.type === 'PatientMerged' ? event.into : null;
      return [{ field: 'merged', previous: before?.merge?.into ?? null, value }];
    }
    case 'RecordNoted':
      return [];
  }
}

const detailChanges = ({ set }: EventOf<'DetailsTold'>, before: PatientRecord | undefined): readonly FieldChange[] =>
  DETAIL_FIELDS.flatMap((field) => {
    const value = set[field];
    if (value === undefined) return [];
    return [{ field, previous: textOf(before?.entries[field]?.value), value: textOf(value) }];
  });

const needChanges = ({ needs }: EventOf<'NeedsRecorded'>, before: PatientRecord | undefined): readonly FieldChange[] =>
  NEED_FIELDS.flatMap((field) => {
    const value = needs[field];
    if (value === undefined) return [];
    return [{ field: `needs.${field}`, previous: textOf(before?.needs?.[field]?.value), value: textOf(value) }];
  });

function contactChanges(
  { consents, points }: EventOf<'ContactRecorded'>,
  { reach = NO_REACH }: Partial<PatientRecord> = {},
): readonly FieldChange[] {
  const ofChannels = CHANNELS.flatMap((channel) => {
    const value = consents[channel];
    return value === undefined
      ? []
      : [{ field: `consent.${channel}`, previous: reach.consents[channel]?.value ?? null, value }];
  });
  const ofPoints = points.map((point) => ({
    field: `${POINT}${point.pointId}`,
    previous: pointText(reach.points[point.pointId]?.value),
    value: pointText(point),
  }));
  return [...ofChannels, ...ofPoints];
}

const POINT = 'point.';

const pointText = (point: ContactPoint | undefined): string | null =>
  point === undefined
    ? null
    : [point.method, point.value, point.consent, point.safeContact, point.verifiedAt]
        .filter((part) => part !== null)
        .join(', ');

function textOf(value: DetailValue | NeedValue | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value.map(partText).join(', ');
}

const partText = (part: string | Identifier): string =>
  typeof part === 'string' ? part : `${part.authority} ${part.value}`;

const WITHHELD: readonly string[] = ['address', 'postcode', 'phoneHome', 'phoneMobile', 'email', 'gpPractice', 'gp'];

/** Whether it says where somebody lives, is called or is treated: withheld of restricted people from everybody, as in PDS. */
export const saysWhere = ({ field }: FieldChange): boolean => WITHHELD.includes(field) || field.startsWith(POINT);
