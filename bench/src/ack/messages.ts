import { testNhsNumber } from '@flow/demo/generator/invented-people';

/** So many people are written about, over and over. */
const PEOPLE = 200;

const person = (index: number): string =>
  [
    `PID|1||B${100_000 + index}^""^^RXX^HOSP~${testNhsNumber(index)}^NSTS01^^NHS^NHS||SMITHSON^JANE^ANN^^MRS||19521103|F|||`,
    `${1 + index} HIGH STREET^^NORTHGATE^WEST YORKSHIRE^ZZ9 9ZZ^GBR^H||01632960678^PRN^PH~07700900123^PRN^CP|||M|||||||||||||||||||NSTS01`,
  ].join('');

/**
 * An ADT^A31 of some 700 bytes: somebody's details, of which a hospital's feed has most. A control id is given once; who it is
 * about goes round.
 */
export function detailsMessage(controlId: string, about: number): Buffer {
  const when = '20260105080000';
  const text = [
    `MSH|^~\\&|iPM|iIE|FLOW|RXX|${when}||ADT^A31|${controlId}|P|2.4|||AL|NE||UNICODE UTF-8`,
    `EVN|A31|${when}||||${when}`,
    person(about % PEOPLE),
    'PD1|||THE SURGERY^GPPRC^Z12345|G9912345^JONES^P^^^DR',
    'NK1|1|SMITHSON^JOHN^^^MR|SPO|1 HIGH STREET^^NORTHGATE^WEST YORKSHIRE^ZZ9 9ZZ|01632960679',
    'AL1|1|DA|PEN^PENICILLIN|SV|RASH',
    'ZBM|1|SIDE|F|Y|20260105075800',
    '',
  ].join('\r');
  return Buffer.from(text, 'utf8');
}
