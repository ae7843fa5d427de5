import { fuzzCorpus } from './corpus';
import { faultsOfAnswer } from './answer';
import { tryOne } from './try-one';

/** A million of them: `npm run fuzz` (docs/testing.md). */
const COUNT = 30_000;
const SEED = 1948;

it('no mutated stream is misread, wrongly answered, or held on to', async () => {
  const corpus = fuzzCorpus();
  let frames = 0;
  for (let number = 0; number < COUNT; number += 1) {
    const trial = await tryOne(SEED, number, corpus);
    frames += trial.frames;
    const again = `npm run fuzz -- --seed ${SEED} --only ${number}`;
    if (trial.faults.length > 0) throw new Error([...trial.faults, again].join('\n'));
  }
  expect(frames).toBeGreaterThan(COUNT / 2);
}, 240_000);

const received = (kind: 'message' | 'junk', reply: string) => ({
  ...{ kind, messageId: 'm1', receivedAt: '2026-02-01T00:00:00.000Z' as never, stored: {} as never },
  reply: Buffer.from(reply),
});

it.each([
  ['a yes to what is no message', 'junk', 'MSH|^~\\&|A\rMSA|AA|\r', 'JUNK'],
  ['a yes to junk', 'message', 'MSH|^~\\&|A\rMSA|CA|\r', 'JUNK'],
  ['MSA-2 is not the MSH-10 of the message', 'message', 'MSH|^~\\&|A\rMSA|AA|2\r', 'MSH|^~\\&|||||||ADT|1\r'],
  ['the answer is not an MSH and an MSA', 'message', 'MSH|^~\\&|A\rPID|1\rMSA|AA|1\r', 'MSH|^~\\&|||||||ADT|1\r'],
  ['an acknowledgement was acknowledged', 'message', 'MSH|^~\\&|A\rMSA|AA|1\r', 'MSH|^~\\&|||||||ACK|1\r'],
] as const)('sees a planted fault: %s', (fault, kind, reply, frame) =>
  expect(faultsOfAnswer(received(kind, reply), Buffer.from(frame))).toContain(fault),
);
