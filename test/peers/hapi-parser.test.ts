import { readHospital } from '@flow/app/setup/read-hospital';
import { corporaPartner } from '@flow/ipm/adapters/partners/corpora-partner';
import { parsePartnerConfig } from '@flow/ipm/adapters/partners/partner-file';
import { decode } from '@flow/ipm/domain/decode/decode';
import type { Decoding } from '@flow/ipm/domain/decode/decoding';
import type { PartnerConfig } from '@flow/ipm/domain/partner/partner-config';
import { readFrame } from '@flow/ipm/domain/hl7/charset';
import { instant } from '@flow/platform/time/instant';
import { join } from 'node:path';
import { DIFFERENCES, judged, type Difference } from './differences';
import { ourFacts, type Facts } from './facts';
import { hospitalDays, publicMessages, type PeerMessage } from './messages';
import { ourValues } from './our-reading';
import { theirFacts, type PlaceMap } from './their-facts';
import { theirReadings, type TheirReading } from './their-reading';
import { ourTime } from './times';

/**
 * HAPI's parser as an oracle over every message that we decode. What either of us finds in a message the other has to find, at
 * the same place; times have to be the same times; and what the decoder made of it has to be what HAPI's values say.
 */
interface Compared {
  readonly message: PeerMessage;
  readonly read: NonNullable<ReturnType<typeof readFrame>>['message'];
  readonly decoding: Decoding;
  readonly theirs: TheirReading;
  readonly map: PlaceMap;
}

function compared(message: PeerMessage, theirs: TheirReading, partner: PartnerConfig, map: PlaceMap): Compared {
  const frame = readFrame(message.bytes, partner.defaultCharset);
  if (!frame || theirs.refused !== undefined) throw new Error(`${message.name} is no message: ${theirs.refused ?? ''}`);
  const decoding = decode(frame.message, {
    ...{ partner, contentHash: 'c0ffee', invalidText: frame.invalid },
    receivedAt: instant('2026-02-01T00:00:00.000Z'),
  });
  return { message, read: frame.message, decoding, theirs, map };
}

const hospital = readHospital(join(__dirname, '..', '..', 'demo', 'hospital'));
const locations = hospital.locations.filter(({ partner }) => partner === 'ipm');

const ipm = parsePartnerConfig({
  name: 'ipm',
  listen: { port: 0 },
  hospitalNumber: { authority: 'RXX' },
  location: {
    places: locations.map(({ wardCode, bedCode, ward, bed }) => ({
      ...{ ward: wardCode, wardId: ward },
      ...(bedCode !== '' && { bed: bedCode }),
      ...(bed !== undefined && { bedId: bed }),
    })),
  },
});

/** The hospital's own file, looked up by hand. */
const hospitalMap: PlaceMap = (codes) => {
  const [wardCode, , bedCode = ''] = codes.split('^');
  const row = locations.find((each) => each.wardCode === wardCode && each.bedCode === bedCode);
  return row?.bed ?? row?.ward ?? 'nowhere';
};

const differencesOf = (one: Compared): readonly Difference[] => [
  ...unlike(one, ourValues(one.read), one.theirs.values),
  ...unlike(one, new Map([...one.theirs.times.keys()].map((at) => [at, ourTime(one.read, at)])), one.theirs.times),
  ...factDifferences(one),
];

function factDifferences(one: Compared): readonly Difference[] {
  if (one.decoding.outcome !== 'tell') return [];
  const ours = ourFacts(one.decoding);
  const asMap = (facts: Facts) => new Map(Object.entries(facts));
  return unlike(one, asMap(ours), asMap(theirFacts(one.theirs, ours, one.map)));
}

type Readings = ReadonlyMap<string, string | null | undefined>;

function unlike({ message, read }: Compared, ours: Readings, theirs: Readings): readonly Difference[] {
  const places = [...new Set([...ours.keys(), ...theirs.keys()])];
  return places.flatMap((place) => {
    const [our, their] = [ours.get(place), theirs.get(place)];
    return our === their ? [] : [{ message: message.name, place, ours: our, theirs: their, raw: rawAt(read, place) }];
  });
}

/** Of a fact, the field that it comes from: the one birth date of a message. */
function rawAt(read: Compared['read'], place: string): string {
  if (place.endsWith('birthDate')) return read.segment('PID')?.rawField(7) ?? '';
  const [, index = '-1', field = ''] = /^(\d+) \w+-(\d+)/.exec(place) ?? [];
  return read.segments[Number(index)]?.rawField(Number(field)) ?? '';
}

describe('every message that we decode, as HAPI reads it', () => {
  let all: readonly Compared[] = [];
  let differences: readonly Difference[] = [];
  beforeAll(async () => {
    const [texts, days] = [publicMessages(), hospitalDays(hospital, 1)];
    const theirs = await theirReadings([...texts, ...days]);
    const none: TheirReading = { values: new Map(), times: new Map(), refused: 'not read' };
    const corpora = parsePartnerConfig(corporaPartner(0));
    all = [
      ...texts.map((message, at) => compared(message, theirs[at] ?? none, corpora, (codes) => codes)),
      ...days.map((message, at) => compared(message, theirs[texts.length + at] ?? none, ipm, hospitalMap)),
    ];
    differences = all.flatMap(differencesOf);
  });

  it('is the same in every place, time and fact, but where the list says why not', () => {
    expect(judged(differences).unexplained).toStrictEqual([]);
  });

  it('needs every entry of the list', () => expect(judged(differences).unused).toStrictEqual([]));

  it('is as much as it seems', () => {
    const told = all.flatMap(({ decoding }) => (decoding.outcome === 'tell' ? [ourFacts(decoding)] : []));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    const counts = [
      all.length,
      sum(all.map(({ theirs }) => theirs.values.size)),
      sum(all.map(({ theirs }) => theirs.times.size)),
      sum(told.map((facts) => Object.values(facts).filter((fact) => fact !== undefined).length)),
    ];
    const least = [1_500, 100_000, 7_000, 15_000];
    expect(counts.map((count, at) => count > (least[at] ?? 0))).toStrictEqual([true, true, true, true]);
  });

  it('sees a planted difference, and an entry that nothing needs', () => {
    const planted = { message: 'planted', place: '2 PID-5(1).1.1', ours: 'SMITH', theirs: 'SMYTH', raw: 'SMITH^ANN' };
    expect(judged([...differences, planted]).unexplained).toStrictEqual([planted]);
    expect(judged([], DIFFERENCES).unused).toStrictEqual(DIFFERENCES.map(({ name }) => name));
  });
});
