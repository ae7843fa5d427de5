import type { Identity } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import { numbersIn } from '../domain/decode/numbers-in';
import { readFrame } from '../domain/hl7/charset';
import type { ToldIdentifier } from '../domain/decode/tellings';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import { contentNow } from './content-now';
import type { MessageStory } from './message-stories';
import type { PatientLookedUp, PatientLookups } from './patient-lookups';
import { readIfKept } from './read-if-kept';
import type { Ledgers, Partners, ReceivedMessages } from './records';

/** Whom messages are about, and who may know. */
export interface MessagePeople {
  /** The patients to report before its content is shown, or undefined where the asker may not see it. */
  readersOf(identity: Identity, message: Pick<MessageStory, 'messageId' | 'source' | 'patientIds'>): Promise<Shown>;
  /** The patient whom somebody asks for, so as to find their messages. Of one whom they may not know, nothing is found. */
  find(identity: Identity, by: PatientNamed): Promise<Found>;
}

export type Shown = { readonly withheld: true } | { readonly withheld: false; readonly patientIds: readonly string[] };

/** `records`: none where the patient is not known. */
export type Found = { readonly hidden: true } | { readonly hidden: false; readonly records: readonly string[] };

export type PatientNamed =
  { readonly patientId: string } | { readonly hospitalNumber: ToldIdentifier } | { readonly nhsNumber: string };

interface Deps {
  readonly lookups: PatientLookups;
  readonly inbox: ReceivedMessages;
  readonly ledgers: Pick<Ledgers, 'load'>;
  readonly partners: Partners;
}

/** Whoever has some wards or sites alone may know restricted patients only on those boards, which beds shows. */
const maySeeAnyRestricted = ({ roles, scope: { sites, wards } }: Identity): boolean =>
  sites === 'all' && wards === 'all' && may(roles, 'patients.see-restricted');

const hasOpened = ({ breakGlass = [] }: Identity, { records }: PatientLookedUp): boolean =>
  breakGlass.some((opened) => records.includes(opened));

export function createMessagePeople(deps: Deps): MessagePeople {
  const { lookups } = deps;

  const isHiddenFrom = (identity: Identity, patient: PatientLookedUp | undefined): boolean =>
    patient?.restricted === true && !maySeeAnyRestricted(identity) && !hasOpened(identity, patient);

  async function named(by: PatientNamed): Promise<PatientLookedUp | undefined> {
    if ('hospitalNumber' in by) return lookups.byHospitalNumber(by.hospitalNumber);
    if ('nhsNumber' in by) return lookups.byNhsNumber(by.nhsNumber);
    return (await lookups.byIds([by.patientId])).get(by.patientId);
  }

  return {
    async readersOf(identity, { messageId, source, patientIds }) {
      if (patientIds.length > 0) {
        const known = await lookups.byIds(patientIds);
        // Whom nobody knows any more may be anybody: nothing of them is shown.
        const withheld = patientIds.some((id) => !known.has(id) || isHiddenFrom(identity, known.get(id)));
        return withheld ? { withheld } : { withheld, patientIds };
      }
      const { edit } = await deps.ledgers.load(messageId);
      const entry = await readIfKept(deps.inbox, source, messageId);
      if (entry === undefined) return { withheld: true };
      const patients = await patientsNamed(deps, edit === null ? [entry] : [entry, contentNow(entry, edit)]);
      if (patients.some((patient) => isHiddenFrom(identity, patient))) return { withheld: true };
      const ids = [...new Set(patients.flatMap(({ records }) => records))];
      // Whom a message shows that names nobody known, nobody knows: its own id stands for them.
      return { withheld: false, patientIds: ids.length > 0 ? ids : [messageId] };
    },

    async find(identity, by) {
      const patient = await named(by);
      return isHiddenFrom(identity, patient) ? { hidden: true } : { hidden: false, records: patient?.records ?? [] };
    },
  };
}

/** Told as shielded before anybody knew them: nobody can have opened them. */
const SOMEBODY_SHIELDED: PatientLookedUp = { records: [], restricted: true };

/** Those whom the numbers in a message name, where nobody has told them apart yet. */
async function patientsNamed(
  { lookups, partners }: Deps,
  entries: readonly InboxEvent[],
): Promise<readonly PatientLookedUp[]> {
  const found = await Promise.all(
    entries.flatMap((entry) => {
      const partner = partners.config(entry.partner);
      if (entry.type !== 'frame-received.v1' || partner === undefined) return [];
      const frame = readFrame(Buffer.from(entry.raw, 'base64'), partner.defaultCharset);
      if (frame === undefined) return [];
      const { hospitalNumbers, nhsNumbers, shielded } = numbersIn(frame.message, partner);
      return [
        ...(shielded ? [Promise.resolve(SOMEBODY_SHIELDED)] : []),
        ...hospitalNumbers.map((number) => lookups.byHospitalNumber(number)),
        ...nhsNumbers.map((number) => lookups.byNhsNumber(number)),
      ];
    }),
  );
  return found.filter((patient) => patient !== undefined);
}
