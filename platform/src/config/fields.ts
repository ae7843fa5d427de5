import { z } from 'zod';
import { LOG_LEVELS } from '../telemetry/log';

/** `true` or `false`, and nothing that merely looks true. */
export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');

/** A whole number in digits. `Number` alone would take ` `, `1e3` and `0x10`. */
export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from, `must be at least ${from}`).max(to, `must be at most ${to}`));

/** A part of a whole, from 0 to 1. */
export const part = (fallback: number) =>
  z
    .string()
    .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(fallback);

/** A TCP port. 0 lets the system choose one. */
export const port = (fallback: number) => wholeNumber(0, 65_535).default(fallback);

/** The address to listen on: this machine alone unless told otherwise. */
export const host = () =>
  z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'must be an IP address or localhost').default('127.0.0.1');

export const milliseconds = (fallback: number, { from = 0, to = 86_400_000 } = {}) =>
  wholeNumber(from, to).default(fallback);

export const nodeEnv = () => z.enum(['development', 'test', 'production']).default('development');

export const logLevel = () => z.enum(LOG_LEVELS).default('info');
