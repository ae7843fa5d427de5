import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Position } from '@flow/platform/event-store/event-store';
import { instant } from '@flow/platform/time/instant';
import type { MessageStory } from '../../application/message-stories';
import { openStoredStories, STORIES, type StoredStories } from './stored-stories';

const story = (messageId: string, more: Partial<MessageStory> = {}): MessageStory => ({
  messageId,
  partner: 'ipm',
  kind: 'message',
  receivedAt: instant('2026-01-05T11:00:00.000Z'),
  source: { stream: 'inbox-ipm-2026-01-05', revision: 0 },
  status: 'applied',
  reason: null,
  mayHeal: false,
  collision: false,
  decoding: 1,
  configVersion: 'v1',
  warnings: [],
  unmapped: [],
  lanes: [],
  patientIds: [],
  effects: [],
  history: [],
  ...more,
});
const at = (number: number) => String(number).padStart(4, '0') as Position;

const standing = (of: MessageStory, number: number) => ({ story: of, position: at(number), received: true });

describe('stories kept as documents', () => {
  let engines: Engines;
  let stories: StoredStories;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile: false });
    stories = await openStoredStories(engines.documents);
  });
  afterEach(() => engines.close());

  it('are given back as they were saved, and never step back', async () => {
    await stories.save(standing(story('m1'), 2));
    await stories.save(standing(story('m1', { status: 'held' }), 1));
    expect(await stories.find('m1')).toStrictEqual(story('m1'));
    expect(await stories.find('m2')).toBeUndefined();
  });

  it('are shown to nobody while only their ledger came, and go when they are removed', async () => {
    await stories.save({ ...standing(story('m1'), 1), received: false });
    expect([await stories.find('m1'), await stories.list({}, { first: 9 })]).toStrictEqual([undefined, []]);
    expect(await stories.findStanding('m1')).toMatchObject({ received: false, story: { messageId: 'm1' } });
    await stories.save(standing(story('m1'), 2));
    expect(await stories.list({}, { first: 9 })).toStrictEqual([story('m1')]);
    await stories.remove(['m1', 'm2']);
    expect(await stories.findStanding('m1')).toBeUndefined();
  });

  it('stay away once they were erased, whoever saves them later', async () => {
    await stories.save(standing(story('m1', { patientIds: ['p1'] }), 1));
    await stories.erase(['m1', 'm2']);
    for (const id of ['m1', 'm2']) await stories.save(standing(story(id, { patientIds: ['p1'] }), 2));
    await stories.erase(['m1', 'm2']);
    for (const id of ['m1', 'm2']) {
      expect([await stories.find(id), await stories.findStanding(id)]).toStrictEqual([undefined, 'erased']);
    }
    expect(await stories.list({}, { first: 9 })).toStrictEqual([]);
    expect(await stories.list({ patientId: 'p1' }, { first: 9 })).toStrictEqual([]);
    expect(await stories.oldest()).toBeUndefined();
    const page = { after: undefined, limit: 9 };
    expect(await stories.readUnderOther('ipm', 'v2', page)).toStrictEqual([]);
    const held = await (await engines.documents.collection(STORIES, [])).findOne({ _id: 'm1' });
    expect(Object.keys(held ?? {}).sort()).toStrictEqual(['_id', 'open', 'position']);
  });

  it('are listed newest first, page by page', async () => {
    const times = ['10:00', '11:00', '11:00', '12:00'];
    for (const [index, time] of times.entries()) {
      await stories.save(standing(story(`m${index}`, { receivedAt: instant(`2026-01-05T${time}:00.000Z`) }), index));
    }
    const first = await stories.list({}, { first: 2 });
    expect(first.map(({ messageId }) => messageId)).toStrictEqual(['m3', 'm1']);
    const after = { receivedAt: instant('2026-01-05T11:00:00.000Z'), messageId: 'm1' };
    const second = await stories.list({}, { first: 2, after });
    expect(second.map(({ messageId }) => messageId)).toStrictEqual(['m2', 'm0']);
  });

  it('are found by control id, patient, lane, time, type and state', async () => {
    const wanted = story('wanted', {
      controlId: 'C1',
      patientIds: ['p0', 'p1'],
      lanes: ['lane1'],
      messageType: 'ADT^A01',
      status: 'quarantined',
      receivedAt: instant('2026-01-06T00:00:00.000Z'),
    });
    await stories.save(standing(wanted, 1));
    await stories.save(standing(story('other', { partner: 'corpora' }), 2));
    const found = async (filter: Parameters<StoredStories['list']>[0]) =>
      (await stories.list(filter, { first: 9 })).map(({ messageId }) => messageId);
    for (const filter of [
      { controlId: 'C1' },
      { patientId: 'p1' },
      { lane: 'lane1' },
      { messageType: 'ADT^A01' },
      { statuses: ['quarantined', 'held'] as const },
      { partner: 'ipm' },
      { receivedFrom: instant('2026-01-06T00:00:00.000Z') },
    ]) {
      expect(await found(filter)).toStrictEqual(['wanted']);
    }
    expect(await found({ receivedTo: instant('2026-01-06T00:00:00.000Z') })).toStrictEqual(['other']);
    expect([await stories.count('ipm', 'quarantined', 10), await stories.count('ipm', 'held', 10)]).toStrictEqual([
      1, 0,
    ]);
  });

  it('say which of them might come to a better end', async () => {
    const place = { id: 'place', codes: 'Q9', text: 'Q9' };
    await stories.save(standing(story('unmapped', { unmapped: [place] }), 1));
    await stories.save(standing(story('waiting', { status: 'quarantined', mayHeal: true }), 2));
    await stories.save(standing(story('switched', { status: 'held', reason: 'partner-switch' }), 3));
    await stories.save(standing(story('newer', { unmapped: [place], configVersion: 'v2' }), 4));
    await stories.save(standing(story('done'), 5));
    expect(await stories.mayHeal({ after: undefined, limit: 9 })).toStrictEqual(['waiting']);
    expect(await stories.readUnderOther('ipm', 'v2', { after: undefined, limit: 9 })).toStrictEqual([
      'switched',
      'unmapped',
      'waiting',
    ]);
    expect(await stories.readUnderOther('ipm', 'v2', { after: 'switched', limit: 1 })).toStrictEqual(['unmapped']);
  });
});
