import { OutcomeUnknown } from '@flow/platform/event-store/errors';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { instant } from '@flow/platform/time/instant';
import type { Arrivals, Registered } from '../../application/records';
import type { FrameReceived } from '../../domain/inbox/inbox-event';
import { openStoredArrivals } from './stored-arrivals';

const received = (messageId: string, more: Partial<FrameReceived> = {}): FrameReceived => ({
  type: 'frame-received.v1',
  partner: 'ipm',
  messageId,
  connection: '1',
  receivedAt: instant('2026-01-05T11:00:00.000Z'),
  sender: 'iPM|iIE',
  controlId: 'C1',
  raw: '',
  sha256: 'one',
  contentHash: 'one',
  ...more,
});

/** A message whose sender gave it no control id. */
function unnamed(messageId: string, sha256: string): FrameReceived {
  const { type, partner, connection, receivedAt, sender, raw, contentHash } = received(messageId);
  return { type, partner, messageId, connection, receivedAt, sender, raw, sha256, contentHash };
}

/** As whoever follows the inbox does: what was not answered is asked again. */
async function registered(arrivals: Arrivals, message: FrameReceived): Promise<Registered | undefined> {
  return (await registeredAll(arrivals, message)).get(message.messageId);
}

async function registeredAll(
  arrivals: Arrivals,
  ...messages: readonly FrameReceived[]
): Promise<ReadonlyMap<string, Registered>> {
  for (;;) {
    try {
      return await arrivals.register(messages);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
}

describe('the index of arrivals', () => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines();
  });
  afterEach(() => engines.close());

  it('knows the same message sent again, though its time is new', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    expect(await registered(arrivals, received('m1'))).toStrictEqual({ collision: false });
    expect(await registered(arrivals, received('m2', { sha256: 'later' }))).toStrictEqual({
      duplicateOf: 'm1',
      collision: false,
    });
  });

  it('says the same of a message that is registered twice', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    await registered(arrivals, received('m1'));
    expect(await registered(arrivals, received('m1'))).toStrictEqual({ collision: false });
  });

  it('tells other content under the same control id', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    await registered(arrivals, received('m1'));
    expect(await registered(arrivals, received('m2', { contentHash: 'two' }))).toStrictEqual({ collision: true });
  });

  it('keeps senders and partners apart', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    await registered(arrivals, received('m1'));
    expect(await registered(arrivals, received('m2', { sender: 'PAS|X' }))).toStrictEqual({ collision: false });
    expect(await registered(arrivals, received('m3', { partner: 'corpora' }))).toStrictEqual({ collision: false });
  });

  it('takes a message without a control id for the same only when every byte is', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    await registered(arrivals, unnamed('m1', 'one'));
    expect(await registered(arrivals, unnamed('m2', 'two'))).toStrictEqual({ collision: false });
    expect(await registered(arrivals, unnamed('m3', 'one'))).toStrictEqual({ duplicateOf: 'm1', collision: false });
  });

  it('says of messages that are registered together what it would say one by one', async () => {
    const arrivals = await openStoredArrivals(engines.documents);
    const messages = [
      received('m1'),
      received('m2', { sha256: 'later' }),
      received('m3', { contentHash: 'two' }),
      received('m4', { contentHash: 'two' }),
      received('m5', { controlId: 'C2' }),
      unnamed('m6', 'one'),
      unnamed('m7', 'one'),
    ];
    const said = [
      ['m1', { collision: false }],
      ['m2', { duplicateOf: 'm1', collision: false }],
      ['m3', { collision: true }],
      ['m4', { duplicateOf: 'm3', collision: false }],
      ['m5', { collision: false }],
      ['m6', { collision: false }],
      ['m7', { duplicateOf: 'm6', collision: false }],
    ];
    expect([...(await registeredAll(arrivals, ...messages))]).toStrictEqual(said);
    expect([...(await registeredAll(arrivals, ...messages))]).toStrictEqual(said);
  });
});
