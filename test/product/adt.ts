/** Invented ADT messages for the small hospital. Patient n has hospital number P<n>, an NHS number that begins 999, and visit V<n>. */
export interface Told {
  readonly controlId: string;
  readonly patient: number;
  /** Ward and bed as iPM says them. */
  readonly at?: readonly [ward: string, bed: string];
  readonly before?: readonly [ward: string, bed: string];
  /** London wall time, YYYYMMDDHHmmss. */
  readonly when: string;
  readonly discharged?: boolean;
}

/** NHS Data Dictionary, NHS NUMBER: the check digit by modulus 11; numbers that would need 10 are passed over. */
export function nhsNumber(n: number): string {
  for (let serial = n * 3; ; serial += 1) {
    const nine = `999${String(serial).padStart(6, '0')}`;
    const sum = Array.from(nine).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${nine}${check}`;
  }
}

const pid = (n: number): string =>
  `PID|1||P${n}^^^RXX^MR~${nhsNumber(n)}^^^NHS^NH||Testperson${n}^Invented||19700101|${n % 2 === 0 ? 'F' : 'M'}`;

const pl = (at: readonly [string, string] | undefined): string => (at === undefined ? '' : `${at[0]}^^${at[1]}^RXX09`);

function pv1({ patient, at, before, when, discharged }: Told): string {
  const fields = Array.from({ length: 45 }, () => '');
  const set = (index: number, value: string): void => void (fields[index - 1] = value);
  set(1, '1');
  set(2, 'I');
  set(3, pl(at));
  set(6, pl(before));
  set(10, '300');
  set(19, `V${patient}`);
  set(44, '20260101080000');
  if (discharged === true) set(45, when);
  return `PV1|${fields.join('|')}`;
}

type Sent = Pick<Told, 'controlId' | 'when'>;

const message = (event: string, { controlId, when }: Sent, segments: readonly string[]): string =>
  [
    `MSH|^~\\&|iPM|TEST|FLOW|RXX|${when}||ADT^${event}|${controlId}|P|2.4|||AL|NE`,
    `EVN|${event}|${when}||||${when}`,
    ...segments,
    '',
  ].join('\r');

export const adt = (event: string, told: Told): string => message(event, told, [pid(told.patient), pv1(told)]);

/** Two patients change places: each with the place that is theirs from now on. */
export const swap = (first: Told, second: Told): string =>
  message(
    'A17',
    first,
    [first, second].flatMap((told) => [pid(told.patient), pv1(told)]),
  );

/** The hospital number of one patient is replaced by that of another. */
export const merge = ({ survivor, retired, ...sent }: Sent & { survivor: number; retired: number }): string =>
  message('A40', sent, [pid(survivor), `MRG|P${retired}^^^RXX^MR`]);

/** Puts patients 1, 2, … into the beds of a ward, one a minute. */
export const admissions = (count: number, ward = 'W1'): string[] =>
  Array.from({ length: count }, (_, index) =>
    adt('A01', {
      controlId: `A${ward}${index + 1}`,
      patient: index + 1 + (ward === 'W2' ? 100 : 0),
      at: [ward, String(index + 1).padStart(2, '0')],
      when: `202601020900${String(index).padStart(2, '0')}`,
    }),
  );
