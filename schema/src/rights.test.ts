import { ROLES, type Role } from '@flow/platform/security/identity';
import { may, RIGHTS, type Right } from './rights';

const rightsOf = (role: Role): string[] =>
  Object.entries(RIGHTS).flatMap(([right, { roles }]) => (roles.some((granted) => granted === role) ? [right] : []));

describe('the table of who may do what', () => {
  it('lets a screen on a wall see states and counts, and nobody', () => {
    expect(rightsOf('wall-display')).toStrictEqual(['beds.view-board', 'ipm.see-links']);
  });

  it('keeps the content of messages to those who run the interface', () => {
    expect(ROLES.filter((role) => may([role], 'ipm.see-messages'))).toStrictEqual(['integration-operator']);
  });

  it.each(['beds.tell', 'patients.tell', 'patients.write-for-others', 'ipm.erase'] as const)(
    'gives %s to no person',
    (right) => {
      expect(ROLES.filter((role) => may([role], right))).toStrictEqual(['service']);
    },
  );

  it.each([
    ['see boards', 'beds.view-board', 'beds.see-patients'],
    ['see patients', 'beds.see-patients', 'beds.admit'],
    ['write their own notes', 'patients.write-notes', 'patients.amend-notes'],
    ['see links', 'ipm.see-links', 'ipm.see-messages'],
    ['have the audit verified', 'audit.verify', 'audit.read'],
  ] as const)('lets some %s who may do no more: %s goes without %s', (_what, less, more) => {
    const people = ROLES.filter((role) => role !== 'service');
    const those = (right: Right) => people.filter((role) => may([role], right));
    expect(those(less).filter((role) => !may([role], more))).not.toStrictEqual([]);
    expect(those(more)).not.toStrictEqual([]);
  });

  it('has those who watch do nothing that they would watch', () => {
    const watching = ['audit.read', 'audit.review-break-glass'] as const;
    const watched = [
      'patients.break-glass',
      'patients.look-up',
      'patients.see-restricted',
      'beds.see-patients',
    ] as const;
    for (const role of ROLES.filter((one) => watching.some((right) => may([one], right)))) {
      expect(watched.filter((right) => may([role], right))).toStrictEqual([]);
    }
  });

  it('sets up, and lets rights be given, by nobody who works with patients', () => {
    for (const role of ROLES.filter((one) => one !== 'service' && may([one], 'beds.set-up'))) {
      expect([may([role], 'beds.see-patients'), may([role], 'patients.look-up')]).toStrictEqual([false, false]);
    }
  });

  it('adds up roles, and gives nothing to nobody', () => {
    expect(may(['wall-display', 'ward-clerk'], 'beds.admit')).toBe(true);
    expect(may([], 'beds.view-board')).toBe(false);
  });

  it('says of every right what it means, in sentences', () => {
    const rights: [string, { readonly meaning: string }][] = Object.entries(RIGHTS);
    for (const [right, { meaning }] of rights) {
      expect(right).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
    expect(may(['ig-officer'], 'audit.read' satisfies Right)).toBe(true);
  });
});
