import { ROLES } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { UserScopes } from '../../domain/user-scopes';
import type { UserInput } from './users-types';

/** Those under which our own services and whoever works on the machine ask are never somebody's. */
const subject = z.string().regex(/^(?!service:|operator:)[\w.:@|-]{1,100}$/);
const withinOf = (code: RegExp) =>
  z.union([z.tuple([z.literal('*')]).transform(() => 'all' as const), z.array(z.string().regex(code)).max(500)]);
const CODE = /^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/;
const user = z.object({
  subject,
  roles: z.array(z.enum(ROLES).exclude(['service'])).min(1),
  sites: withinOf(CODE),
  wards: withinOf(CODE),
  specialties: withinOf(/^\d{3}$/),
});

/** The table as it is meant, or which of its users is at fault and in what. */
export function readUsers(
  users: readonly UserInput[],
): { readonly users: readonly UserScopes[] } | { readonly index: number; readonly field: string } {
  const read: UserScopes[] = [];
  for (const [index, told] of users.entries()) {
    const result = user.safeParse(told);
    if (!result.success) return { index, field: String(result.error.issues[0]?.path[0] ?? 'subject') };
    read.push(result.data);
  }
  return { users: read };
}
