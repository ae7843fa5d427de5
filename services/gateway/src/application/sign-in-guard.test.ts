import type { Identity } from '@flow/platform/security/identity';
import { createRates } from './rates';
import { createSignInGuard } from './sign-in-guard';

const bea: Identity = {
  subject: 'bea',
  roles: ['bed-manager'],
  scope: { sites: 'all', wards: 'all', specialties: 'all' },
};

function guarding() {
  let ms = 0;
  const looked: string[] = [];
  const clock = { now: () => '2026-01-01T00:00:00.000Z' as never, monotonicMs: () => ms };
  const signIn = {
    identify(token: string) {
      looked.push(token);
      return Promise.resolve(token.startsWith('good') ? { now: () => bea } : undefined);
    },
  };
  let locked = 0;
  const guard = createSignInGuard({
    ...{ signIn, addressRates: createRates({ burst: 3, perSecond: 1 }, clock) },
    onLockedOut: () => (locked += 1),
  });
  return { guard, looked, lockedOut: () => locked, later: (by: number) => void (ms += by) };
}

it('refuses bad tokens, and after too many has whoever sends them from there wait', async () => {
  const { guard, later, lockedOut } = guarding();
  const tried = [];
  for (const token of ['a', undefined, 'b', 'c', undefined]) tried.push(await guard.identify(token, '192.0.2.1'));
  expect(tried).toStrictEqual([{ waitMs: 0 }, { waitMs: 0 }, { waitMs: 0 }, { waitMs: 1000 }, { waitMs: 1000 }]);
  expect(lockedOut()).toBe(2);
  later(1000);
  expect(await guard.identify('d', '192.0.2.1')).toStrictEqual({ waitMs: 0 });
});

it('locks nobody out who has a good token, there or elsewhere, whether it was seen before or not', async () => {
  const { guard } = guarding();
  await guard.identify('good', '192.0.2.1');
  for (const token of ['a', 'b', 'c', 'd']) await guard.identify(token, '192.0.2.1');
  for (const token of ['good', 'good-new']) {
    expect(await guard.identify(token, '192.0.2.1')).toMatchObject({ identity: bea });
    expect(await guard.identify(token, '192.0.2.2')).toMatchObject({ identity: bea });
  }
});

it('looks at a token that was good each time: it may have ended', async () => {
  const { guard, looked } = guarding();
  await guard.identify('good', '192.0.2.1');
  await guard.identify('good', '192.0.2.1');
  expect(looked).toStrictEqual(['good', 'good']);
});
