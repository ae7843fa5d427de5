import { compared, type Contender } from './contender';
import { interleave } from './interleave';

const contender = (name: string, wrong: number, log: string[]): Contender => ({
  name,
  check: () => Promise.resolve({ wrong, of: 3 }),
  round() {
    log.push(name);
    return Promise.resolve({ operations: 1, wallMs: 1 });
  },
});

it('takes turns, another first each round, and times nobody who is wrong', async () => {
  const log: string[] = [];
  const all = [contender('a', 0, log), contender('b', 2, log), contender('c', 0, log)];
  const measured = await interleave(all, { rounds: 2, progress: () => undefined });
  expect(log).toStrictEqual(['a', 'c', 'c', 'a', 'a', 'c']);
  expect(measured.map(({ verdict, summary }) => [verdict.wrong, summary?.rounds])).toStrictEqual([
    [0, 2],
    [2, undefined],
    [0, 2],
  ]);
});

it('counts what differs from the oracle, and what is missing', () => {
  expect(compared([1, 3], [1, 2, 3])).toStrictEqual({ wrong: 2, of: 3 });
});
