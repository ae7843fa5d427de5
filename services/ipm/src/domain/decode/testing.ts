import { instant } from '@flow/platform/time/instant';
import { parseMessage } from '../hl7/message';
import type { PartnerConfig } from '../partner/partner-config';
import { decode, type DecodeContext } from './decode';
import type { Decoding } from './decoding';

const PARTNER: PartnerConfig = {
  name: 'ipm',
  version: 'v1',
  listen: { host: '127.0.0.1', port: 0 },
  limits: { frameBytes: 524_288, halfFrameMs: 30_000, idleMs: 0, maxConnections: 16, messagesPerSecond: 2000 },
  defaultCharset: 'windows-1252',
  ackMode: 'mirror',
  ackMeaning: { AE: 'park', AR: 'park' },
  junkReply: 'nothing',
  unknownEvent: 'accept-and-ignore',
  hospitalNumber: { authority: 'RXX', toldAs: ['PAS'], types: [] },
  nhsNumber: { authorities: ['NHS'], types: ['NH', 'NI', 'NHS'], fields: ['PID-3', 'PID-2', 'PID-19'] },
  ignoreOffsets: false,
  clockCorrections: [],
  mergeEvents: { A34: false, A35: false, A44: false, A45: false },
  events: {},
  outpatientBookings: 'hold',
  completesBoards: true,
  location: {
    components: { ward: 1, bay: 2, bed: 3, facility: 4 },
    places: [
      { ward: 'A1', wardId: 'A1' },
      { ward: 'A1', bed: '01', wardId: 'A1', bayId: 'A1-1', bedId: 'A1-01' },
      { ward: 'A1', bed: '02', wardId: 'A1', bayId: 'A1-1', bedId: 'A1-02' },
      { ward: 'B6', wardId: 'B6' },
    ],
  },
};

export const testPartner = (more: Partial<PartnerConfig> = {}): PartnerConfig => ({ ...PARTNER, ...more });

/** One message from its lines. */
export const hl7 = (...lines: string[]): string => `${lines.join('\r')}\r`;

interface Header {
  readonly sentAt?: string;
  readonly controlId?: string;
  readonly sequence?: string;
}

export const msh = (event: string, { sentAt = '20260105105702', controlId = 'M1', sequence = '7' }: Header = {}) =>
  `MSH|^~\\&|iPM|iIE|FLOW|RXX|${sentAt}||${event}|${controlId}|P|2.4|${sequence}||AL|NE`;

/** Decodes for the test partner, unless another is given. */
export function decodeText(text: string, more: Partial<DecodeContext> = {}): Decoding {
  const message = parseMessage(text);
  if (message === undefined) throw new Error('Not a message.');
  return decode(message, {
    partner: PARTNER,
    receivedAt: instant('2026-01-05T11:00:00.000Z'),
    contentHash: 'c0ffee'.repeat(10),
    invalidText: false,
    ...more,
  });
}

/** The decoding of a message that tells something; throws for any other. */
export function decodeTold(text: string, more: Partial<DecodeContext> = {}): Extract<Decoding, { outcome: 'tell' }> {
  const decoding = decodeText(text, more);
  if (decoding.outcome !== 'tell') throw new Error(`Not told: ${JSON.stringify(decoding)}`);
  return decoding;
}
