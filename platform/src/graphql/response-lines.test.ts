import fc from 'fast-check';
import { createLineReader } from './response-lines';

const silence = { ms: 10_000, end: () => undefined };

function reading(chunks: readonly Uint8Array[], limit = 1_000) {
  return createLineReader(new Blob(chunks.map((chunk) => new Uint8Array(chunk))).stream(), { limit, silence });
}

it('gives the same lines however the bytes are cut', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(50)), async (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ''));
      let bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
      const chunks: Uint8Array[] = [];
      for (const at of cuts) {
        chunks.push(bytes.slice(0, at));
        bytes = bytes.slice(at);
      }
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const chunk of [...chunks, bytes]) controller.enqueue(chunk);
          controller.close();
        },
      });
      const next = createLineReader(stream, { limit: 1_000, silence });
      const got: string[] = [];
      for (let line = await next(); line !== undefined; line = await next()) got.push(line);
      expect(got).toStrictEqual(lines);
    }),
    { seed: 3 },
  ));

it('gives no line that has not ended, and refuses one that is too long', async () => {
  const half = reading([new TextEncoder().encode('a\nb')]);
  expect([await half(), await half()]).toStrictEqual(['a', undefined]);
  await expect(reading([new TextEncoder().encode('x'.repeat(11))], 10)()).rejects.toThrow('longer than any of ours');
});
