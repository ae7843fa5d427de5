import fc from 'fast-check';
import { framed, FrameScanner, type Scanned } from './frame-scanner';

const scan = (bytes: Buffer, cuts: readonly number[] = [], limit = 10_000): string[] => {
  const scanner = new FrameScanner(limit);
  const found: Scanned[] = [];
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    found.push(...scanner.push(bytes.subarray(from, cut)));
    from = cut;
  }
  return found.map((each) => (each.kind === 'frame' ? each.bytes.toString('latin1') : `${each.kind}:${each.bytes}`));
};
const wire = (text: string): Buffer => Buffer.from(text, 'latin1');
const MESSAGE = 'MSH|^~\\&|A\rPID|1\r';

test.each([
  ['a frame', `\x0b${MESSAGE}\x1c\r`, [MESSAGE]],
  ['two frames', '\x0bMSH|1\x1c\r\x0bMSH|2\x1c\r', ['MSH|1', 'MSH|2']],
  ['CRLF between', '\x0bMSH|1\x1c\r\r\n\x0bMSH|2\x1c\r\r\n', ['MSH|1', 'MSH|2']],
  ['garbage between', 'HELLO\x0bMSH|1\x1c\rxMSH|9\x0bMSH|2\x1c\r', ['MSH|1', 'MSH|2']],
  ['garbage with its own end', 'JUNK\x1c\rMSH|1\x1c\r', ['MSH|1']],
  ['a missing VT', 'MSH|1\x1c\rMSH|2\x1c\r', ['MSH|1', 'MSH|2']],
  ['FS as data', '\x0bMSH|a\x1cb\x1c\x1c\nc\x1c\r', ['MSH|a\x1cb\x1c\x1c\nc']],
  ['FS twice before CR', '\x0bMSH|a\x1c\x1c\r', ['MSH|a\x1c']],
  ['a frame of junk', '\x0bNOT HL7\x1c\r\x0bMSH|1\x1c\r', ['NOT HL7', 'MSH|1']],
  ['an empty frame', '\x0b\x1c\r', ['']],
  ['a frame begun inside another', '\x0bMSH|half\x0bMSH|1\x1c\r', ['unterminated:8', 'MSH|1']],
  ['VT as data', '\x0bMSH|a\x0bb\x1c\r', ['MSH|a\x0bb']],
  ['a stray MS', 'MS MSH\x0bMSH|1\x1c\r', ['MSH|1']],
])('%s', (_name, text, frames) => {
  const bytes = wire(text);
  expect(scan(bytes)).toStrictEqual(frames);
  expect(scan(bytes, Array.from(bytes.keys()))).toStrictEqual(frames);
});

test('cutting the stream anywhere changes nothing', () => {
  const piece = fc.constantFrom('\x0b', '\x1c', '\r', '\n', 'MSH|', 'M', 'PID', 'x'.repeat(30), '\x0bMSH|1\x1c\r');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200)), (pieces, cuts) => {
      const bytes = wire(pieces.join(''));
      const inside = cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
      expect(scan(bytes, inside, 60)).toStrictEqual(scan(bytes, [], 60));
    }),
    { seed: 20260105, numRuns: 2000 },
  );
});

test('takes a frame of exactly the limit and refuses one more byte, then goes on', () => {
  const bytes = (size: number) => framed(wire(`MSH|${'x'.repeat(size - 4)}`));
  expect(scan(bytes(100), [], 100)).toStrictEqual([`MSH|${'x'.repeat(96)}`]);
  expect(scan(Buffer.concat([bytes(101), framed(wire('MSH|2'))]), [], 100)).toStrictEqual(['too-large:101', 'MSH|2']);
});

test('keeps the head of a refused frame, and no more', () => {
  const scanner = new FrameScanner(100);
  const found = scanner.push(framed(wire(`MSH|head\r${'x'.repeat(50_000)}`)));
  expect(found[0]?.kind === 'too-large' && found[0].head.toString().startsWith('MSH|head\rxxx')).toBe(true);
  expect(found[0]?.kind === 'too-large' && found[0].head.length).toBe(4096);
});

test('counts what it passes over, until a frame', () => {
  const scanner = new FrameScanner(10);
  scanner.push(wire('GET / HTTP/1.1\r\n'));
  expect([scanner.passedOver, scanner.midFrame]).toStrictEqual([16, false]);
  scanner.push(wire('\x0bMSH'));
  expect([scanner.passedOver, scanner.midFrame]).toStrictEqual([0, true]);
  scanner.push(wire('x'.repeat(20)));
  expect([scanner.passedOver, scanner.midFrame]).toStrictEqual([23, true]);
});

test('takes time in proportion to the bytes: a byte at a time, or an end that never comes', () => {
  const size = 1_000_000;
  const scanner = new FrameScanner(size);
  const one = Buffer.from('x');
  const started = performance.now();
  scanner.push(wire('\x0b'));
  for (let count = 0; count < size; count += 1) scanner.push(one);
  const many = new FrameScanner(64);
  for (let count = 0; count < 320; count += 1) many.push(Buffer.alloc(65_536, 'x\x1c'));
  // Quadratic copying of a megabyte a byte at a time moves 500 GB; this takes well under a second.
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(scanner.push(wire('\x1c\r'))).toHaveLength(1);
});
