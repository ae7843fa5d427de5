import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '../event-store/event-store';
import { sampleEvent } from '../event-store/testing';
import { keepPosition } from '../running/kept-position';
import { openEmbeddedEngines } from './embedded-engines';

describe('an events database that is put back to an earlier copy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flow-put-back-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Appends one more, and has a part take it. */
  async function live(expected: number | 'no-stream'): Promise<{ readonly epoch: string; readonly at: Position }> {
    const engines = await openEmbeddedEngines({ folder });
    const { position } = await engines.events.append('stay-1', expected, [sampleEvent()]);
    const kept = await keepPosition(engines.documents, engines.events, 'part');
    await kept.write(position);
    const epoch = await engines.events.epoch();
    await engines.close();
    return { epoch, at: position };
  }

  async function looked() {
    const engines = await openEmbeddedEngines({ folder });
    const kept = await keepPosition(engines.documents, engines.events, 'part');
    const seen = { epoch: await engines.events.epoch(), at: await kept.read(), putBack: engines.putBack };
    await engines.close();
    return seen;
  }

  it('begins another life, at whose beginning nobody has taken anything', async () => {
    const first = await live('no-stream');
    copyFileSync(join(folder, 'events.db'), join(folder, 'copy.db'));
    expect(await looked()).toStrictEqual({ ...first, putBack: undefined });
    await live(0);
    copyFileSync(join(folder, 'copy.db'), join(folder, 'events.db'));
    const found = await looked();
    expect(found).toMatchObject({ at: undefined, putBack: { eventsTo: '2026-01-05T09:30:00.000Z' } });
    expect(found.putBack).not.toHaveProperty('inboxTo');
    expect(found.epoch).not.toBe(first.epoch);
    expect(await looked()).toStrictEqual(found);
  });
});
