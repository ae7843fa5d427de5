import type { GraphPeer } from '@flow/platform/graphql/peer';
import { z } from 'zod';
import { placeText, type HeldFacts } from '../../application/held-facts';
import { ask } from './asking';

const PERSON = `query HeldPerson($by: PatientBy!) {
  patient(by: $by) {
    id restricted birthDate sex deceased ethnicCategory language
    name { family given middle title }
    nhsNumber { value status }
    contact { address postcode phoneHome phoneMobile email gpPractice gp }
  }
}`;

const STAYS = `query HeldStays($patients: [_Any!]!) {
  _entities(representations: $patients) {
    ... on Patient {
      stays {
        id status patientClass specialty consultant admissionMethod dischargeMethod dischargeDestination readyForDischarge
        toldPlace { wardId bayId bedId unmappedPlaceId }
      }
    }
  }
}`;

const text = z.string().nullish();
const flag = z.boolean().nullish();
const person = z.object({
  patient: z
    .object({
      ...{ id: z.string(), restricted: z.boolean(), birthDate: text, sex: text, deceased: flag },
      ...{ ethnicCategory: text, language: text },
      name: z.object({ family: text, given: text, middle: text, title: text }).nullish(),
      nhsNumber: z.object({ value: text, status: text }).nullish(),
      contact: z
        .object({
          address: z.array(z.string()).nullish(),
          ...{ postcode: text, phoneHome: text, phoneMobile: text, email: text, gpPractice: text, gp: text },
        })
        .nullish(),
    })
    .nullable(),
});

const place = z.object({ wardId: text, bayId: text, bedId: text, unmappedPlaceId: text });
const stay = z.object({
  ...{ id: z.string(), status: z.string(), patientClass: text, specialty: text, consultant: text },
  ...{ admissionMethod: text, dischargeMethod: text, dischargeDestination: text, readyForDischarge: flag },
  toldPlace: place.nullish(),
});
const stays = z.object({ _entities: z.array(z.object({ stays: z.array(stay).nullish() }).nullable()) });

const OVER = ['DISCHARGED', 'CANCELLED'];

const flagText = (value: boolean | null | undefined): string | null => (value == null ? null : String(value));

/** Undefined parts are not told; null ones are not held. */
function placeOf(told: z.output<typeof place> | null | undefined): string | null {
  if (!told) return null;
  const { wardId, bayId, bedId, unmappedPlaceId } = told;
  const parts = Object.entries({ wardId, bayId, bedId, unmappedPlaceId }).filter(([, part]) => part != null);
  return placeText(Object.fromEntries(parts));
}

/** The patients service and beds, asked over their contracts. */
export function createHeldFacts(patients: GraphPeer, beds: GraphPeer): HeldFacts {
  return {
    async person({ authority, value }) {
      const by = authority === 'NHS' ? { nhsNumber: value } : { hospitalNumber: { authority, value } };
      const { patient } = person.parse(await ask(patients, PERSON, { by }, 'dry-run'));
      if (patient === null) return undefined;
      const { id, restricted, name, nhsNumber, contact, deceased, ...fields } = patient;
      const { address, ...reached } = contact ?? {};
      const held = {
        ...{ birthDate: fields.birthDate, sex: fields.sex, ethnicCategory: fields.ethnicCategory },
        ...{ language: fields.language, deceased: flagText(deceased), ...name, ...reached },
        ...{ nhsNumber: nhsNumber?.value, nhsNumberStatus: nhsNumber?.status, address: address?.join(', ') },
      };
      return { patientId: id, restricted, fields: withNulls(held) };
    },

    async staysOf(patientId) {
      const asked = [{ __typename: 'Patient', id: patientId }];
      const { _entities: found } = stays.parse(await ask(beds, STAYS, { patients: asked }, 'dry-run'));
      return (found[0]?.stays ?? []).map(({ id, status, readyForDischarge, toldPlace, ...codes }) => ({
        stayId: id,
        isOver: OVER.includes(status),
        fields: withNulls({ ...codes, readyForDischarge: flagText(readyForDischarge), place: placeOf(toldPlace) }),
      }));
    },
  };
}

const withNulls = (fields: Readonly<Record<string, string | null | undefined>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
