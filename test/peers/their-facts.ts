import { instantOfEpochMs } from '@flow/platform/time/instant';
import { londonWallClock } from '@flow/platform/time/london';
import type { Facts } from './facts';
import { linesOf, type Read, type ReadLine } from './read-by-place';
import type { TheirReading } from './their-reading';

const SEXES: Readonly<Record<string, string>> = { M: '1', F: '2', O: '9', A: '9', U: 'X', MALE: '1', FEMALE: '2' };
const PENDING = new Set(['A14', 'A15']);
const VISITS_MOVED = new Set(['A44', 'A45']);

/** Where codes of a partner lead: `ward^bay^bed^facility`. */
export type PlaceMap = (codes: string) => string;

/** The facts that we named, worked out by rules of their own from HAPI's reading: no code of the decoder is asked. */
export function theirFacts(reading: TheirReading, ours: Facts, map: PlaceMap): Facts {
  const lines = linesOf(reading);
  const event = lines[0]?.get(9, 2) ?? '';
  return Object.fromEntries(
    Object.keys(ours).map((name) => {
      const [, kind, number, fact = ''] = /^(\w+) (\d+) ?(.*)$/.exec(name) ?? [];
      const group = groupOf(lines, Number(number));
      if (kind === 'person') return [name, personFact(group, fact)];
      if (kind === 'retired') return [name, group.find((line) => line.name === 'MRG')?.get(1)];
      if (VISITS_MOVED.has(event)) return [name, movedVisits(lines)[Number(number) - 1]];
      return [name, stayFact({ evn: lines.find((line) => line.name === 'EVN'), group, event, map }, fact)];
    }),
  );
}

/** A PID with what follows it; of a message about one patient, every line. */
function groupOf(lines: readonly ReadLine[], nth: number): readonly ReadLine[] {
  const starts = lines.filter((line) => line.name === 'PID').map(({ index }) => index);
  if (starts.length === 1) return lines;
  const [start = 0, end = Infinity] = starts.slice(nth - 1);
  return lines.filter(({ index }) => index >= start && index < end);
}

function personFact(group: readonly ReadLine[], fact: string): Read {
  const pid = group.find(({ name }) => name === 'PID');
  if (!pid) return undefined;
  const name = chosen(pid, 5, 'L');
  const facts: Readonly<Record<string, () => Read>> = {
    'hospital number': () => pid.get(3, 1, hospitalNumberAt(pid)),
    family: () => pid.get(5, 1, name),
    given: () => pid.get(5, 2, name),
    middle: () => pid.get(5, 3, name),
    title: () => pid.get(5, 5, name),
    birthDate: () => (pid.get(7) === null ? null : wholeDate(pid.time(7))),
    sex: () => (pid.get(8) === null ? null : SEXES[pid.get(8)?.toUpperCase() ?? '']),
    postcode: () => pid.get(11, 5, chosen(pid, 11, 'H')),
    nhsNumber: () => nhsNumber(pid),
  };
  return facts[fact]?.();
}

/** The repetition of that type, else the first. */
const chosen = (line: ReadLine, field: number, type: string): number =>
  line.repetitions(field).find((at) => line.get(field, 7, at) === type) ?? 1;

const isNhs = (pid: ReadLine, field: number, at: number): boolean =>
  pid.get(field, 4, at) === 'NHS' || ['NH', 'NI', 'NHS'].includes(pid.get(field, 5, at) ?? '');

const hospitalNumberAt = (pid: ReadLine): number =>
  pid.repetitions(3).find((at) => !isNhs(pid, 3, at) && typeof pid.get(3, 1, at) === 'string') ?? 0;

function nhsNumber(pid: ReadLine): Read {
  const isLocal = (field: number, at: number) => pid.get(field, 4, at) == null && pid.get(field, 5, at) == null;
  const told = [3, 2, 19].flatMap((field) =>
    pid.repetitions(field).flatMap((at) => {
      const text = pid.get(field, 1, at)?.replace(/[\s-]/g, '');
      const counts = isNhs(pid, field, at) || (field !== 3 && isLocal(field, at) && hasCheckDigit(text ?? ''));
      return counts ? [pid.get(field, 1, at) === null ? null : text] : [];
    }),
  );
  return told.find((text) => hasCheckDigit(text ?? '')) ?? told.find((text) => text !== undefined);
}

/** NHS Data Dictionary: the weighted sum of all ten digits, the check digit's weight being 1, is divisible by 11. */
const hasCheckDigit = (text: string): boolean =>
  /^(?!(\d)\1{9})\d{10}$/.test(text) &&
  Array.from(text).reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0) % 11 === 0;

function wholeDate(time: string | undefined): Read {
  const date = time?.slice(0, 10);
  return date === undefined || date === 'none' || date.endsWith('-00') ? undefined : date;
}

interface StayLines {
  readonly evn: ReadLine | undefined;
  readonly group: readonly ReadLine[];
  readonly event: string;
  readonly map: PlaceMap;
}

function stayFact({ evn, group, event, map }: StayLines, fact: string): Read {
  const pv1 = group.find(({ name }) => name === 'PV1');
  if (!pv1) return undefined;
  const placeIn = (field: number) => placeTold(pv1, field, map);
  const pending = PENDING.has(event) ? placeIn(42) : undefined;
  const facts: Readonly<Record<string, () => Read>> = {
    visit: () => pv1.get(19) ?? undefined,
    place: () => pending ?? placeIn(3),
    before: () => placeIn(6),
    'moved at': () => londonTime(evn?.time(6)),
    specialty: () => code(pv1.get(10)),
    'admission method': () => code(pv1.get(4)),
  };
  return facts[fact]?.();
}

/** Ward, bay, bed and facility as the place was told. */
function placeTold(pv1: ReadLine, field: number, map: PlaceMap): Read {
  const codes = [1, 2, 3, 4].map((component) => pv1.get(field, component) ?? '');
  return codes.slice(0, 3).join('') === '' ? undefined : map(codes.join('^'));
}

/** A time with an offset, such as 100 for an hour east, is turned into London's. */
function londonTime(told: string | undefined): Read {
  const [local = '', offset] = told?.split(' ') ?? [];
  if (local === '' || local === 'none') return undefined;
  if (offset === undefined) return local;
  const minutes = Math.trunc(Number(offset) / 100) * 60 + (Number(offset) % 100);
  return londonWallClock(instantOfEpochMs(Date.parse(`${local}Z`) - minutes * 60_000)).slice(0, 19);
}

const code = (text: Read): Read => (text == null || /^[\w./+-]{1,20}$/.test(text) ? text : undefined);

/** MRG-5 of each MRG, else PV1-19 of the PV1 beside it. */
function movedVisits(lines: readonly ReadLine[]): readonly Read[] {
  const named = (name: string) => lines.filter((line) => line.name === name);
  const visits = named('PV1');
  const moves = named('MRG').length === 0 ? [undefined] : named('MRG');
  return [...new Set(moves.map((mrg, at) => mrg?.get(5) ?? visits[at]?.get(19)))];
}
