import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { instant } from '@flow/platform/time/instant';
import { corporaPartner } from './adapters/partners/corpora-partner';
import { parsePartnerConfig } from './adapters/partners/partner-file';
import { outcomeLine } from './corpora-outcomes';
import { decode } from './domain/decode/decode';
import { readFrame } from './domain/hl7/charset';
import { lastingHeader, partsOf } from './domain/hl7/content';
import { headerOf } from './domain/hl7/header';

/**
 * What becomes of each message of the four public corpora, sent to the partner `corpora`. The file was reviewed message by
 * message: a change to it is a change of behaviour. `UPDATE_OUTCOMES=1` writes it anew, to be reviewed again.
 */
const DATA = path.resolve(__dirname, '../../../test/data');
const FILE = path.join(DATA, 'hl7-outcomes.tsv');
const HEAD = 'message\tevent\toutcome\treason\ttold\twarnings';

const partner = parsePartnerConfig(corporaPartner(0));

const files = readdirSync(path.join(DATA, 'hl7'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hl7'))
  .map((file) => file.split(path.sep).join('/'))
  .sort();

function read(file: string) {
  const bytes = readFileSync(path.join(DATA, 'hl7', file));
  const frame = readFrame(bytes, partner.defaultCharset);
  const parts = partsOf(bytes);
  if (!frame || !parts) throw new Error(`${file} has no MSH segment.`);
  const contentHash = createHash('sha256').update(lastingHeader(parts.header)).update(parts.rest).digest('hex');
  return { header: headerOf(frame.message), frame, contentHash };
}

const messages = files.map((file) => ({ file, ...read(file) }));

const lines = messages.map(({ file, header, frame, contentHash }) => {
  const receivedAt = instant('2026-01-05T11:00:00.000Z');
  const context = { partner, receivedAt, contentHash, invalidText: frame.invalid };
  const event = [header.messageCode, header.triggerEvent].filter(Boolean).join('^');
  return outcomeLine(file, event, decode(frame.message, context));
});

describe('the public corpora', () => {
  it('come to what was reviewed', () => {
    const text = `${[HEAD, ...lines].join('\n')}\n`;
    if (process.env['UPDATE_OUTCOMES'] === '1') writeFileSync(FILE, text);
    expect(text).toBe(readFileSync(FILE, 'utf8'));
  });

  it('are 225 messages, each with one outcome', () => {
    const outcomes = lines.map((line) => line.split('\t')[2] ?? '');
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    expect(['applied', 'ignored', 'held', 'quarantined'].map(count)).toStrictEqual([114, 24, 38, 49]);
    expect(lines).toHaveLength(225);
  });

  it('hold what their senders left in them', () => {
    const senders = new Map<string, Set<string>>();
    const keyOf = ({ header }: (typeof messages)[number]) => `${header.sender}|${header.controlId ?? ''}`;
    for (const message of messages)
      senders.set(keyOf(message), (senders.get(keyOf(message)) ?? new Set()).add(message.contentHash));
    const named = messages.filter(({ header }) => header.controlId !== undefined);
    expect({
      withoutControlId: messages.length - named.length,
      acknowledgements: lines.filter((line) => line.includes('\tACKNOWLEDGEMENT')).length,
      shareControlIdWithOtherContent: named.filter((message) => (senders.get(keyOf(message))?.size ?? 0) > 1).length,
      templates: lines.filter((line) => line.includes('\tTEMPLATE_PLACEHOLDER')).length,
    }).toStrictEqual({
      withoutControlId: 29,
      acknowledgements: 6,
      shareControlIdWithOtherContent: 149,
      templates: 11,
    });
  });
});
