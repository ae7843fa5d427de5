import { createTurns } from './in-turn';

it('does one work at a time, in order, also after one that failed', async () => {
  const inTurn = createTurns();
  const seen: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const all = await Promise.allSettled([inTurn(work('a', true)), inTurn(work('b')), inTurn(work('c'))]);
  expect(seen).toStrictEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(all.map(({ status }) => status)).toStrictEqual(['rejected', 'fulfilled', 'fulfilled']);
});
