/** Somebody whom nothing else in a test is called by: told in full, merged, moved, written about, and gone again. */
export const SOMEBODY = {
  number: 'PZQ7788',
  retired: 'PZQ7799',
  texts: [
    ...['PZQ7788', 'PZQ7799', 'Quillfeather', 'QUILLFEATHER', 'Zebediah', '9991111115'],
    ...['Thistledown', 'ZZ99 7QQ', '01632960777', 'saffron waistcoat', '19610203', '1961-02-03'],
  ],
  note: 'Wears a saffron waistcoat',
} as const;

const pid = (number: string): string =>
  [
    `PID|1||${number}^^^RXX^MR~9991111115^^^NHS^NH||Quillfeather^Zebediah^^^Mr||19610203|M|||`,
    '17 Thistledown Mews^^Anytown^^ZZ99 7QQ||01632960777',
  ].join('');
const pv1 = (at: string): string => `PV1|1|I|${at}^RXX09|||||||300${'|'.repeat(9)}VZ1${'|'.repeat(25)}20260101080000`;

const message = (event: string, controlId: string, when: string, segments: readonly string[]): string =>
  [
    `MSH|^~\\&|iPM|TEST|FLOW|RXX|${when}||ADT^${event}|${controlId}|P|2.4|||AL|NE`,
    `EVN|${event}|${when}||||${when}`,
    ...segments,
    '',
  ].join('\r');

/** They come, are somebody else's number, move, are sent twice, leave; one message is not to be read. */
export const ABOUT_SOMEBODY: readonly string[] = [
  message('A28', 'ZQ1', '20260102080000', [pid('PZQ7799')]),
  message('A01', 'ZQ2', '20260102090100', [pid('PZQ7788'), pv1('W1^^05')]),
  message('A40', 'ZQ3', '20260102090200', [pid('PZQ7788'), 'MRG|PZQ7799^^^RXX^MR']),
  message('A02', 'ZQ4', '20260102090300', [pid('PZQ7788'), pv1('W1^^06')]),
  message('A02', 'ZQ4', '20260102090300', [pid('PZQ7788'), pv1('W1^^06')]),
  message('A03', 'ZQ5', '20260102100000', [pid('PZQ7788'), pv1('W1^^06')]),
  message('S12', 'ZQ6', '20260102100100', [pid('PZQ7788')]).replace('ADT^S12', 'SIU^S12'),
];
