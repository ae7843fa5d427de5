import { serviceIdentity, type Identity } from '../security/identity';
import { instant } from '../time/instant';
import { commandContextOf, type CommandRequest } from './command-context';
import { createGraphContext } from './create-graph-context';
import { refuseUnless } from './guard';

const NOW = instant('2026-10-25T00:30:00.000Z');
const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
const ann: Identity = { subject: 'ann', roles: ['bed-manager', 'ward-clerk'], scope: EVERYWHERE, device: 'd-1' };

const requestOf = (request: Partial<CommandRequest> = {}, identity = ann): CommandRequest => ({
  context: createGraphContext({ identity, correlationId: 'c-1', trace: '00-a-b-01' }),
  mutation: 'holdBed',
  idempotencyKey: '0d1c7b1e-8d0c-4f0e-9a53-2f6c4a0b7f11',
  input: { bedId: 'b-1', reason: null },
  clock: { now: () => NOW, monotonicMs: () => 0 },
  ...request,
});

it('holds who asks, why, and since when', () => {
  const context = commandContextOf(requestOf());
  expect(context).toStrictEqual({
    commandId: context.commandId,
    inputHash: context.inputHash,
    correlationId: 'c-1',
    causationId: context.commandId,
    actor: { user: 'ann', role: 'bed-manager+ward-clerk', device: 'd-1' },
    origin: 'user',
    entryMode: 'live',
    trace: '00-a-b-01',
  });
  expect(context.commandId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  expect(context.inputHash).toMatch(/^[0-9a-f]{64}$/);
});

it('is the same command for the same user, mutation and key', () => {
  const { commandId } = commandContextOf(requestOf());
  expect(commandContextOf(requestOf({ input: { other: 1 } })).commandId).toBe(commandId);
  expect(commandContextOf(requestOf({ mutation: 'blockBed' })).commandId).not.toBe(commandId);
  expect(commandContextOf(requestOf({ idempotencyKey: 'k' })).commandId).not.toBe(commandId);
  expect(commandContextOf(requestOf({}, { ...ann, subject: 'bob' })).commandId).not.toBe(commandId);
});

it('hashes the input without its key, whatever the order of names', () => {
  const hashOf = (input: object) => commandContextOf(requestOf({ input })).inputHash;
  expect(hashOf({ reason: null, bedId: 'b-1', idempotencyKey: 'x', note: undefined })).toBe(
    hashOf({ bedId: 'b-1', reason: null }),
  );
  expect(hashOf({ bedId: 'b-1' })).not.toBe(hashOf({ bedId: 'b-1', reason: null }));
});

it('passes on what a service tells of its message', () => {
  const told = { origin: 'ipm', partner: 'ipm-main', messageId: 'm-1', causationId: 'm-1' } as const;
  expect(commandContextOf(requestOf(told, serviceIdentity('ipm')))).toMatchObject({
    ...told,
    actor: { user: 'service:ipm', role: 'service' },
  });
  expect(commandContextOf(requestOf({}, serviceIdentity('beds'))).origin).toBe('system');
});

it('is valid for as long as asked, and never longer than a day', () => {
  expect(commandContextOf(requestOf({ validForMs: 60_000 })).validUntil).toBe('2026-10-25T00:31:00.000Z');
  expect(commandContextOf(requestOf({ validForMs: 1e12 })).validUntil).toBe('2026-10-26T00:30:00.000Z');
});

it.each(['', ' ', 'a b', 'x'.repeat(129), 'é', 'a\nb'])('refuses the key %p', (idempotencyKey) =>
  expect(() => commandContextOf(requestOf({ idempotencyKey }))).toThrow('The idempotencyKey must be'),
);

it('refuses what is not allowed', () => {
  expect(() => refuseUnless(true)).not.toThrow();
  expect(() => refuseUnless(false)).toThrow('Your role does not allow this.');
});
