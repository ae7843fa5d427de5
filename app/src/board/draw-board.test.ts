import { instant } from '@flow/platform/time/instant';
import { drawBoard } from './draw-board';
import { age, boardAfter, now, snapshot, wardOf, whole } from './testing';

describe('a board that is drawn', () => {
  it('says in words why it is complete up to no later', () => {
    const behind = { ...age, reasons: ['LINK_UNSETTLED', 'DETAILS_MISSING', 'NEW_REASON'] };
    const state = boardAfter(snapshot('v1', ['A1']), { __typename: 'BoardHeartbeat', version: 'v1', age: behind });
    expect(drawBoard(state, { width: 100, height: 9, colours: false, now })[0]).toBe(
      'Complete up to 12:03:04, last heard at 12:03:02 (messages in hand, names to come, NEW_REASON)',
    );
    const never = { ...behind, completeUpTo: null, reasons: ['LINK_DOWN'] };
    const silent = boardAfter(snapshot('v1', ['A1']), { __typename: 'BoardHeartbeat', version: 'v1', age: never });
    expect(drawBoard(silent, { width: 80, height: 9, colours: false, now }).slice(0, 4)).toStrictEqual([
      '*** NOBODY CAN SAY how old this board is.',
      'Complete up to: nobody can say (link down)',
      'Last heard at 12:03:02',
      expect.stringContaining('3 beds'),
    ]);
  });

  it('says first, and in red, that it is old or that nobody is there who tells it, and its age still', () => {
    const later = instant('2026-07-02T13:04:00.000Z');
    const drawing = { width: 80, height: 20, colours: false, now: later };
    const trouble =
      'Nothing answers at http://127.0.0.1:4000. Is the product running (npm start)? Trying again in 4 s.';
    const state = boardAfter(snapshot('v1', ['A1']));
    expect(drawBoard(state, { ...drawing, trouble }).slice(0, 6)).toStrictEqual([
      '*** Nothing answers at http://127.0.0.1:4000. Is the product running (npm',
      '*** start)? Trying again in 4 s.',
      '*** OLD: 26 h. What has happened since is not on this board.',
      'Complete up to 1 Jul 12:03:04, 26 h ago, last heard at 1 Jul 12:03:02, 26 h ago',
      expect.stringContaining('3 beds'),
      expect.stringContaining('Inpatient beds'),
    ]);
    expect(drawBoard(state, { ...drawing, colours: true })[0]).toContain('\u001b[1;37;41m*** OLD');
  });

  it('obeys nothing that somebody wrote into a name, a code or a reason', () => {
    const wards = [{ ...wardOf('A1', ['AVAILABLE']), code: 'A\u001bc', name: '\u001b[2JA1\nfree' }];
    const told = { ...age, reasons: ['\u009b31mNEW'] };
    const lines = drawBoard(boardAfter(whole(wards, told)), { width: 80, height: 20, colours: false, now });
    expect(lines.filter((line) => /\p{Cc}/u.test(line))).toStrictEqual([]);
    expect(lines.at(-1)).toContain('\\u001b[2JA1\\u000af');
    expect(lines.join('\n')).toContain('(\\u009b31mNEW)');
  });

  it('says who is in a ward without a bed beside what is free there, and counts trolleys and chairs apart', () => {
    const counts = { beds: 24, occupied: 0, available: 24, surge: 0, waiting: 21 };
    const wards = [
      { ...wardOf('B1', ['AVAILABLE']), counts },
      { ...wardOf('B2', ['SURGE']), counts: { ...counts, available: 4, surge: 2, waiting: 0 } },
      { ...wardOf('ED', ['AVAILABLE']), kind: 'EMERGENCY', counts: { ...counts, available: 30, waiting: 5 } },
      { ...wardOf('D1', ['AVAILABLE']), kind: 'DAY', counts: { ...counts, available: 12, waiting: 0 } },
    ];
    const lines = drawBoard(boardAfter(whole(wards)), { width: 80, height: 60, colours: false, now });
    expect(lines.slice(1, 4)).toStrictEqual([
      '3 beds and places: 2 occupied, 0 reserved, 0 to clean, 0 closed',
      'Inpatient beds: 28 free + 2 surge; 21 patients there have no bed: 7 left',
      'Not counted there: emergency 30 free, 5 without a place; day units 12 free',
    ]);
    expect(lines[5]).toBe('no bed: patients in the ward whose bed nobody has told; they may be in free ones');
    expect(lines.slice(6).map((line) => line.slice(58))).toStrictEqual([
      '  in bed  free  no bed',
      '    0/24    24      21',
      '    0/24     4',
      '    0/24    12',
      '    0/24    30       5',
    ]);
  });

  it('says how many inpatients would have no bed if every free one were given', () => {
    const wards = [wardOf('B1', ['AVAILABLE'], 3)];
    expect(drawBoard(boardAfter(whole(wards)), { width: 80, height: 60, colours: false, now })[2]).toBe(
      'Inpatient beds: 1 free; 3 patients there have no bed: 2 too few',
    );
  });

  it('marks who is where iPM does not have them, and says what the mark means', () => {
    const drawn = (unconfirmedByIpm: boolean, uncertain = false): readonly string[] => {
      const cells = [{ code: 'A1-1', label: 'OCCUPIED', unconfirmedByIpm, uncertain }];
      const wards = [{ ...wardOf('A1', ['OCCUPIED']), cells }];
      return drawBoard(boardAfter(whole(wards)), { width: 80, height: 9, colours: false, now });
    };
    expect(drawn(false).join('\n')).not.toContain('=');
    expect(drawn(true)[4]).toBe('= patient whom iPM does not have there, or not yet');
    expect(drawn(true).at(-1)).toContain(' = ');
    expect(drawn(false, true)[4]).toBe('! patient of whom a message is not understood: may be elsewhere');
    expect(drawn(true, true).at(-1)).toContain(' ! ');
  });

  it('fits a line of 80, and tells times of London', () => {
    const state = boardAfter(snapshot('v1', ['A10', 'A2']));
    const occupied = Array.from({ length: 90 }, () => 'OCCUPIED');
    const wide = boardAfter(whole([wardOf('ED', occupied, 12)]));
    const lines = drawBoard(state, { width: 80, height: 60, colours: false, now });
    expect(lines[0]).toBe('Complete up to 12:03:04, last heard at 12:03:02');
    expect(lines.slice(5).map((line) => line.slice(0, 30))).toStrictEqual([
      'A2    A2 the ward with a ~ #.?',
      'A10   A10 the ward with a~ #.?',
    ]);
    for (const line of [...lines, ...drawBoard(wide, { width: 80, height: 60, colours: false, now })]) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(drawBoard(state, { width: 80, height: 5, colours: false, now }).at(-1)).toBe('and 2 more wards');
  });
});
