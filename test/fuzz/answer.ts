import { FrameScanner, framed } from '@flow/ipm/adapters/mllp/frame-scanner';
import type { ReceivedFrame } from '@flow/ipm/application/receive';

const POSITIVE = new Set(['AA', 'CA']);

interface SentHeader {
  readonly separator: string;
  readonly controlId: string;
  readonly isAcknowledgement: boolean;
}

/** What the first line of a frame says, by splitting it by hand. Undefined when it is no MSH segment. */
function headerOf(frame: Buffer): SentHeader | undefined {
  const text = frame.toString('latin1').replace(/^[\x00-\x20\xef\xbb\xbf]+/, '');
  const line = text.split(/[\r\n]/)[0]?.trimEnd() ?? '';
  const separator = line.charAt(3);
  if (!line.startsWith('MSH') || /^[A-Za-z0-9\s]?$/.test(separator)) return undefined;
  const fields = line.split(separator);
  const component = (fields[1] ?? '').charAt(0) || '^';
  const code = fields[8]?.split(component)[0]?.trim() ?? '';
  return {
    separator,
    controlId: withoutControls(fields[9] ?? ''),
    isAcknowledgement: code === 'ACK' || code === 'MCF',
  };
}

const withoutControls = (text: string): string => text.replace(/[\x00-\x1f]/g, '');

/** What is wrong with the answer to a frame: it is one message, names this one, and says yes to nothing but a message. */
export function faultsOfAnswer({ kind, reply }: ReceivedFrame, frame: Buffer): readonly string[] {
  const header = headerOf(frame);
  if (reply === undefined) return header === undefined && kind === 'message' ? ['junk was taken for a message'] : [];
  const { code, controlId, isWhole } = readAnswer(reply, header?.separator ?? '|');
  const isYes = POSITIVE.has(code);
  const judged: readonly (readonly [fault: string, isSo: boolean])[] = [
    ['it is not one frame', !isOneFrame(reply)],
    ['the answer is not an MSH and an MSA', !isWhole],
    ['MSA-2 is not the MSH-10 of the message', controlId !== (header?.controlId ?? '')],
    ['a yes to what is no message', isYes && kind !== 'message'],
    ['a yes to junk', isYes && header === undefined],
    ['an acknowledgement was acknowledged', header?.isAcknowledgement === true],
  ];
  return judged.filter(([, isSo]) => isSo).map(([fault]) => fault);
}

function readAnswer(reply: Uint8Array, separator: string) {
  const [msh = '', msa = '', ...more] = Buffer.from(reply).toString('latin1').split('\r');
  const [name, code = '', controlId = ''] = msa.split(separator);
  return {
    ...{ code, controlId },
    isWhole: msh.startsWith('MSH') && name === 'MSA' && more.length <= 2 && more.at(-1) === '',
  };
}

function isOneFrame(reply: Uint8Array): boolean {
  const [first, ...more] = new FrameScanner(1024 * 1024).push(framed(reply));
  return more.length === 0 && first?.kind === 'frame' && first.bytes.equals(reply);
}
