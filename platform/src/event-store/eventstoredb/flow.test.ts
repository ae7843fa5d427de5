import type { RecordedEvent } from '../event-store';
import { positionOf } from '../position';
import { sampleEvent } from '../testing';
import { ClientFailure } from './client-failure';
import { createFlow } from './flow';

const event = (revision: number): RecordedEvent => ({
  ...sampleEvent(),
  ...{ stream: 'stay-1', revision, position: positionOf(revision + 1) },
});

describe('what a subscription told', () => {
  it('is nothing more once it was ended: what waited was let go of, and nothing after that may be taken', () => {
    const flow = createFlow();
    for (const revision of [0, 1, 2]) flow.listener.event(event(revision));
    expect(flow.take(1)?.events.map(({ revision }) => revision)).toStrictEqual([0]);
    flow.end();
    flow.listener.event(event(3));
    flow.listener.caughtUp();
    expect(flow.take(10)).toBeUndefined();
  });

  it('is all that came before it was lost', () => {
    const flow = createFlow();
    for (const revision of [0, 1]) flow.listener.event(event(revision));
    flow.listener.lost(new ClientFailure({ kind: 'unreachable' }, undefined));
    expect(flow.take(10)?.events.map(({ revision }) => revision)).toStrictEqual([0, 1]);
    expect(flow.take(10)).toBeUndefined();
  });
});
