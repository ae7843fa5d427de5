import { sifted } from './sifted';

const rows = Array.from({ length: 10 }, (_, index) => index + 1);
const from = (after: number | undefined) => rows.filter((row) => row > (after ?? 0));

/** Every third row is this asker's. */
const sift = (wanted: number, pages: number, after?: number) =>
  sifted<number, string>(
    {
      next: async (limit, last) => from(last ?? after).slice(0, limit),
      keep: async (row) => (row % 3 === 0 ? `row ${row}` : undefined),
      wanted,
    },
    { atOnce: 2, pages },
  );

it('passes over what is not for the asker, to the end of the list', async () => {
  expect(await sift(5, 20)).toStrictEqual({ kept: ['row 3', 'row 6', 'row 9'], stoppedAt: undefined });
});

it('stops when it has as many as are wanted', async () => {
  expect(await sift(2, 20)).toStrictEqual({ kept: ['row 3', 'row 6'], stoppedAt: 6 });
});

it('says where it stopped looking, so that the next answer goes on there', async () => {
  const first = await sift(5, 1);
  expect(first).toStrictEqual({ kept: [], stoppedAt: 2 });
  const second = await sift(5, 2, first.stoppedAt);
  expect(second).toStrictEqual({ kept: ['row 3', 'row 6'], stoppedAt: 6 });
  expect(await sift(5, 3, second.stoppedAt)).toStrictEqual({ kept: ['row 9'], stoppedAt: undefined });
});
