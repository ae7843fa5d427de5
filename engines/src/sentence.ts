import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

/** An error of the file system, as Node throws it. */
const refusal = z.object({ code: z.string(), path: z.string() });

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written by this user: name another folder with --data, or give this user the right.',
  EPERM: 'may not be read or written by this user: name another folder with --data, or give this user the right.',
  EROFS: 'cannot be written, since that disk is for reading only: name another folder with --data.',
  ENOSPC: 'cannot be written, since the disk is full: make room, or name another folder with --data.',
  ENOTDIR: 'cannot be, since a part of that path is a file and no folder: name another folder with --data.',
  EEXIST: 'cannot be made, since a file of that name stands there: name another folder with --data.',
};

/** What a person is told of a fault, and what to do about it: `failed` ("The engines failed") where nobody foresaw it. */
export function sentenceOf(error: unknown, failed: string): string {
  if (error instanceof OperatorError) return error.message;
  const { data } = refusal.safeParse(error);
  const meaning = data && MEANINGS[data.code];
  return meaning === undefined ? `${failed}: ${String(error)}` : `${data?.path} ${meaning}`;
}
