import { instant } from '@flow/platform/time/instant';
import { z } from 'zod';
import { canonicalOrder, patientId } from '../../domain/ids';

/** A schema of a value that has a parser of its own, which throws RangeError. */
export const parsedBy = <Value>(parse: (text: string) => Value) =>
  z.string().transform((text, context): Value => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

export const patientIdSchema = parsedBy(patientId);
export const orderSchema = parsedBy(canonicalOrder);
export const instantSchema = parsedBy(instant);
