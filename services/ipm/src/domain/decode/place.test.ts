import type { ToldPlace } from './tellings';
import { decodeTold, hl7, msh, testPartner } from './testing';

const decoded = (location: string, partner = testPartner()) => {
  const told = decodeTold(hl7(msh('ADT^A02'), 'PID|1||N1', `PV1|1|I|${location}`), { partner });
  const [, stay] = told.steps;
  return { ...told, place: stay?.step === 'stay' ? stay.stay.place : undefined };
};

describe('where a patient was told to be', () => {
  it.each<[string, string, ToldPlace | undefined]>([
    ['a bed', 'A1^^01^RXX01', { wardId: 'A1', bayId: 'A1-1', bedId: 'A1-01' }],
    ['a ward', 'A1^^^RXX01', { wardId: 'A1' }],
    ['a ward with its name', 'B6^^^^^^^^Ward 6 & Side', { wardId: 'B6' }],
    ['a bed of a ward whose beds nobody maps', 'B6^^09', { wardId: 'B6' }],
    ['nowhere', '', undefined],
    ['only a site', '^^^RXX01', undefined],
    ['a deleted place', '""', undefined],
  ])('%s', (_, location, place) => {
    expect(decoded(location).place).toStrictEqual(place);
    expect(decoded(location).unmapped).toStrictEqual([]);
  });

  it('keeps what no map knows, under an id that says nothing', () => {
    const { place, unmapped, warnings } = decoded('Q9^BAY 2^07^RXX01^^^^^Ward Q9');
    expect(place).toStrictEqual({ unmappedPlaceId: unmapped[0]?.id });
    expect(unmapped).toMatchObject([{ codes: 'Q9^BAY 2^07^RXX01', text: 'Q9^BAY 2^07^RXX01^^^^^Ward Q9' }]);
    expect(warnings).toContain('PLACE_UNMAPPED');
    expect(decoded('Q9^BAY 2^07^RXX01').place).toStrictEqual(place);
  });

  it('uses the ward of a bed that no map knows', () => {
    const { place, unmapped } = decoded('A1^^77');
    expect(place).toStrictEqual({ wardId: 'A1', unmappedPlaceId: unmapped[0]?.id });
  });

  it('reads the components that this partner uses', () => {
    const location = {
      components: { ward: 2, bed: 3 },
      places: [
        { ward: 'W1', facility: 'X', wardId: 'no' },
        { ward: 'W1', wardId: 'W1' },
      ],
    };
    expect(decoded('junk^W1', testPartner({ location })).place).toStrictEqual({ wardId: 'W1' });
  });
});
