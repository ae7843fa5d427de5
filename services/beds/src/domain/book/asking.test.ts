import { holdId } from '../ids';
import { day } from '../testing/day';
import { a1, clerk, on } from '../testing/estate';
import { bookDecider } from './book';
import type { BookCommand } from './commands';

const kept = { holdId: holdId('h1'), until: on('18:00'), reason: 'elective', patientId: null } as const;
const hold = (seq: number): BookCommand => ({
  ...{ type: 'HoldBed', bedId: a1, ...kept, by: clerk, at: on('10:00') },
  seen: [{ id: a1, seq }],
});

it('a row as it stands may be held to, and one at a count that the book has not come to may not', () => {
  const { book } = day().world;
  expect(bookDecider.decide(hold(book.seq), book)).toMatchObject({ accepted: true });
  const refused = { accepted: false, rejection: { code: 'VERSION_NEVER_GIVEN' } };
  expect(bookDecider.decide(hold(book.seq + 1), book)).toMatchObject(refused);
});
