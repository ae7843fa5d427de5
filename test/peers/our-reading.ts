import type { Delimiters } from '@flow/ipm/domain/hl7/delimiters';
import type { Repetition, Segment, Told } from '@flow/ipm/domain/hl7/segment';
import type { Hl7Message } from '@flow/ipm/domain/hl7/message';

/** Values by their place: `2 PID-3(1).4.1` is segment 2, field 3, repetition 1, component 4, sub-component 1. */
export type Values = ReadonlyMap<string, string>;

const written = (told: Told): string => (told === null ? '""' : (told ?? ''));

/** Everything that our reader finds in a message, as HAPI's is written down. */
export function ourValues({ segments, delimiters }: Hl7Message): Values {
  const lines = segments.map(({ name }, index) => [`${index} ${name}`, ''] as const);
  const values = segments.flatMap((segment, index) =>
    fieldNumbers(segment).flatMap((field) =>
      segment.repetitions(field).flatMap((repetition, number) => {
        const place = `${index} ${segment.name}-${field}(${number + 1})`;
        return partsOf(repetition, delimiters).map(([part, value]) => [`${place}.${part}`, value] as const);
      }),
    ),
  );
  return new Map([...lines, ...values]);
}

const split = (raw: string, separator: string): readonly string[] => (separator === '' ? [raw] : raw.split(separator));

function partsOf(repetition: Repetition, { component, subcomponent }: Delimiters): readonly [string, string][] {
  if (repetition.raw === '""') return [['1.1', '""']];
  return split(repetition.raw, component).flatMap((raw, at) =>
    split(raw, subcomponent).flatMap((_, sub): [string, string][] => {
      const value = written(repetition.get(at + 1, sub + 1));
      return value === '' ? [] : [[`${at + 1}.${sub + 1}`, value]];
    }),
  );
}

/** From MSH-3 on: the two before name the delimiters. */
const fieldNumbers = ({ name, fieldCount }: Segment): readonly number[] =>
  Array.from({ length: fieldCount }, (_, index) => index + 1).filter((field) => name !== 'MSH' || field > 2);
