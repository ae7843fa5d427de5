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
