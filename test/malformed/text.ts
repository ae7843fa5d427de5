/** In the tables a control picture stands for its byte, any other character for one byte, and `{x*100}` for 100 of x. */
const PICTURES: Readonly<Record<string, string>> = { '␋': '\x0b', '␜': '\x1c', '␍': '\r', '␊': '\n' };

export function bytesOf(text: string): Buffer {
  const long = text.replace(/\{(.)\*(\d+)\}/g, (_, one: string, count: string) => one.repeat(Number(count)));
  return Buffer.from(
    long.replace(/[␋␜␍␊]/g, (picture) => PICTURES[picture] ?? ''),
    'latin1',
  );
}

/** The same way back, with what is long made short. */
export function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/(.)\1{99,}/g, (run, one: string) => `{${one}*${run.length}}`);
  return Object.entries(PICTURES).reduce((shown, [picture, byte]) => shown.replaceAll(byte, picture), text);
}
