import { between, fill } from '@flow/demo/generator/a-day';
import { openPas } from '@flow/demo/generator/hospital-days';
import { readPartner } from '@flow/ipm/adapters/partners/read-partner';
import { decode } from '@flow/ipm/domain/decode/decode';
import type { Decoding } from '@flow/ipm/domain/decode/decoding';
import { parseMessage } from '@flow/ipm/domain/hl7/message';
import { instantOfEpochMs } from '@flow/platform/time/instant';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { londonText } from '../demonstration/london-text';
import { wardPlans } from '../demonstration/ward-plans';
import { ensurePartners, hospitalOf } from './first-start';

const MONDAY = Date.parse('2026-01-05T00:00:00.000Z');
const DAYS = 2;
const DAY = 86_400_000;

/** What is told of a message; anything else tells nobody. */
function numbersOf(decoding: Decoding): readonly (string | undefined)[] {
  if (decoding.outcome !== 'tell') return [decoding.outcome];
  return decoding.steps.flatMap((step) => {
    if (step.step === 'person') return [step.person.hospitalNumber?.authority];
    if (step.step === 'merge') return [step.survivor.hospitalNumber?.authority, step.retired.authority];
    return [];
  });
}

describe('a first start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'first-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads the demonstration’s PAS as it writes: each patient by the hospital number, each place on the map', async () => {
    const partnersDir = join(folder, 'partners');
    const hospital = hospitalOf({ dataDir: folder, hospitalDir: undefined, partnersDir });
    ensurePartners({ dataDir: folder, partnersDir, mllpPorts: { ipm: 0, corpora: 0 } }, hospital);
    const { config: partner } = await readPartner(join(partnersDir, 'ipm.json'));
    const pas = openPas({ wards: wardPlans(hospital), seed: 1948, londonText });
    const happenings = [...fill(pas, MONDAY), ...between(pas, MONDAY, MONDAY + DAYS * DAY)];
    const receivedAt = instantOfEpochMs(MONDAY + (DAYS + 1) * DAY);
    const context = { partner, receivedAt, contentHash: '', invalidText: false };
    const decodings = happenings
      .flatMap(({ messages }) => messages)
      .flatMap((text) => parseMessage(text) ?? [])
      .map((message) => decode(message, context));
    expect(decodings.length).toBeGreaterThan(700);
    expect(new Set(decodings.flatMap(numbersOf))).toStrictEqual(new Set(['RXX']));
    expect(new Set(decodings.flatMap((one) => (one.outcome === 'tell' ? one.warnings : [])))).toStrictEqual(new Set());
  });
});
