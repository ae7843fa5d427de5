import type { Decoding } from '@flow/ipm/domain/decode/decoding';
import type { PersonTelling, StayTelling } from '@flow/ipm/domain/decode/tellings';
import { londonWallClock } from '@flow/platform/time/london';

/** Facts of a message by name, such as `person 1 family`. Null deletes; undefined is not told. */
export type Facts = Readonly<Record<string, string | null | undefined>>;

type Tell = Extract<Decoding, { outcome: 'tell' }>;

const FIELDS = ['family', 'given', 'middle', 'title', 'birthDate', 'sex', 'postcode', 'nhsNumber'] as const;

/** What we decoded: of each person, each number that a merge retires, and each stay, in the order told. */
export function ourFacts({ steps, unmapped }: Tell): Facts {
  const persons = steps.flatMap((step): readonly PersonTelling[] =>
    step.step === 'person' ? [step.person] : step.step === 'merge' ? [step.survivor] : [],
  );
  const stays = steps.flatMap((step) =>
    step.step === 'stay' ? [step.stay] : step.step === 'swap' ? [step.first, step.second] : [],
  );
  const retired = steps.flatMap((step) => (step.step === 'merge' ? [step.retired.value] : []));
  const codes = new Map(unmapped.map((place) => [place.id, place.codes]));
  return Object.fromEntries([
    ...persons.flatMap((person, at) => [
      [`person ${at + 1} hospital number`, person.hospitalNumber?.value],
      ...FIELDS.map((field) => [`person ${at + 1} ${field}`, person[field]] as const),
    ]),
    ...retired.map((value, at) => [`retired ${at + 1}`, value]),
    ...stays.flatMap((stay, at) => stayFacts(stay, codes).map(([name, value]) => [`stay ${at + 1} ${name}`, value])),
  ]) as Facts;
}

type Named = readonly [name: string, value: string | null | undefined];

function stayFacts(stay: StayTelling, codes: ReadonlyMap<string, string>): readonly Named[] {
  if (stay.told === 'CORRECTED' && Object.keys(stay).length === 2) return [['visit', stay.visit?.number]];
  const placeOf = (place: StayTelling['place']) =>
    place?.unmappedPlaceId === undefined ? (place?.bedId ?? place?.wardId) : codes.get(place.unmappedPlaceId);
  return [
    ['visit', stay.visit?.number],
    ['place', placeOf(stay.place)],
    ['before', placeOf(stay.priorPlace)],
    ['moved at', stay.movementAt && londonWallClock(stay.movementAt).slice(0, 19)],
    ['specialty', stay.specialty],
    ['admission method', stay.admissionMethod],
  ];
}
