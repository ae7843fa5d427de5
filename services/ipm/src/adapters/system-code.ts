import { z } from 'zod';

const coded = z.object({ code: z.string() });

/** The system's code of a failed call (`ENOENT`, `EADDRINUSE`), which holds nothing but itself. */
export const systemCode = (cause: unknown): string => coded.safeParse(cause).data?.code ?? 'no reason given';
