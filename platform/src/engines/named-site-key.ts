import { createHash } from 'node:crypto';
import { eventId } from '../decider/event-id';
import { OutcomeUnknown, WrongExpectedRevision } from '../event-store/errors';
import type { EventStore, NewEvent } from '../event-store/event-store';
import { systemClock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import { bytesIn } from './secret-settings';
import { fingerprintOf, SITE_KEY_BYTES } from './site-key';

const STREAM = 'site-key';
const TYPE = 'site-key-noted.v1';

/** The secret of every HMAC, 32 bytes as the embedded engines write them into `site.key`. Throws OperatorError in one line. */
export async function readSiteKey(file: string): Promise<Buffer> {
  const key = await bytesIn('SITE_KEY_FILE', file);
  if (key.length !== SITE_KEY_BYTES)
    throw new OperatorError(
      `SITE_KEY_FILE: ${file} has ${key.length} bytes, not ${SITE_KEY_BYTES}. Name the site key of these stores; it is part of the backup.`,
    );
  return key;
}

function noted(key: Buffer): NewEvent {
  const commandId = createHash('sha256').update(STREAM).digest('hex');
  return {
    id: eventId(STREAM, fingerprintOf(key), 0),
    type: TYPE,
    data: { fingerprint: fingerprintOf(key) },
    metadata: {
      ...{ commandId, inputHash: commandId, correlationId: STREAM, causationId: STREAM },
      ...{ actor: { user: 'system', role: 'system' }, origin: 'system', entryMode: 'live' },
      ...{ recordedAt: systemClock.now(), schemaVersion: 1 },
    },
  };
}

async function fingerprintIn(store: EventStore): Promise<unknown> {
  const { events } = await store.read(STREAM, { limit: 1 });
  return events[0]?.data['fingerprint'];
}

/**
 * Makes sure that the store was written with this key, whose fingerprint is noted at the first start: with another one, no claim
 * would be found again. Throws OperatorError, one line.
 */
export async function checkSiteKey(store: EventStore, key: Buffer): Promise<void> {
  let known = await fingerprintIn(store);
  while (known === undefined) {
    await store.append(STREAM, 'no-stream', [noted(key)]).catch((error: unknown) => {
      if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
    });
    known = await fingerprintIn(store);
  }
  if (known === fingerprintOf(key)) return;
  throw new OperatorError(
    'SITE_KEY_FILE holds another key than the one that the event store was written with. Put back that one; it is part of the backup.',
  );
}
