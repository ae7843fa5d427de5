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
 * What becomes of each message of the four public corpora, sent to the partner `corpora`. The decoder writes the file; each
 * line was then judged beside its message by the rules in test/data/hl7-outcomes.md, where the doubtful ones stand with their
 * reasons. A change to the file is a change of behaviour: `UPDATE_OUTCOMES=1` writes it anew, and what changed is judged again.
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

const decoded = messages.map((message) => {
  const { frame, contentHash } = message;
  const receivedAt = instant('2026-01-05T11:00:00.000Z');
  const decoding = decode(frame.message, { partner, receivedAt, contentHash, invalidText: frame.invalid });
  return { ...message, decoding };
});

const lines = decoded.map(({ file, header, decoding }) =>
  outcomeLine(file, [header.messageCode, header.triggerEvent].filter(Boolean).join('^'), decoding),
);

/** What its bytes must show, without our reader, of a message that nothing is told of. */
const SEEN: Readonly<Record<string, (text: string) => boolean>> = {
  NO_VISIT: (text) => /^PID\|/m.test(text) && !/^PV1\|/m.test(text),
  NO_PATIENT_IDENTIFIER: (text) => !/^PID\|[^|]*\|[^|]*\|[^|^~]/m.test(text),
  TEMPLATE_PLACEHOLDER: (text) => /^PID\|.*(?:<%=|\{\{)/m.test(text),
};

const textOf = (file: string): string => readFileSync(path.join(DATA, 'hl7', file), 'latin1').replaceAll('\r', '\n');

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

  it('are in quarantine only for what is not well-formed in them', () => {
    const found = decoded.flatMap(({ file, decoding }) =>
      decoding.outcome === 'quarantined' ? [{ file, reason: decoding.reason }] : [],
    );
    expect(found.filter(({ file, reason }) => SEEN[reason]?.(textOf(file)) !== true)).toStrictEqual([]);
    const count = (reason: string) => found.filter((one) => one.reason === reason).length;
    expect(Object.keys(SEEN).map(count)).toStrictEqual([21, 17, 11]);
  });

  it('lose no place that no map knows', () => {
    const told = decoded.flatMap(({ decoding }) => (decoding.outcome === 'tell' ? [decoding] : []));
    const unmapped = told.filter(({ warnings }) => warnings.includes('PLACE_UNMAPPED'));
    expect([unmapped.length, unmapped.filter((each) => each.unmapped.length === 0).length]).toStrictEqual([68, 0]);
    expect(new Set(told.flatMap((each) => each.unmapped.map(({ id }) => id))).size).toBe(14);
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
