import { GraphQLScalarType, Kind } from 'graphql';
import { dateTime, type DateTimeText } from '../time/date-time';
import { instant } from '../time/instant';
import { localDate, type LocalDate as LocalDateText } from '../time/local-date';
import { localTime, type LocalTime as LocalTimeText } from '../time/local-time';
import { londonDateTime } from '../time/london';
import { GraphFault } from './fault';

interface TextScalar<Text extends string> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** Throws RangeError with a sentence that does not repeat the text. */
  readonly parse: (text: string) => Text;
  readonly write?: (text: string) => Text;
}

function textScalar<Text extends string>(options: TextScalar<Text>): GraphQLScalarType<Text, Text> {
  const { name, description, specifiedByURL, parse, write = parse } = options;
  const read = (value: unknown): Text => {
    try {
      return parse(typeof value === 'string' ? value : '');
    } catch (error) {
      throw error instanceof RangeError ? new GraphFault('BAD_USER_INPUT', error.message) : error;
    }
  };
  return new GraphQLScalarType<Text, Text>({
    name,
    description,
    specifiedByURL,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
    serialize(value) {
      if (typeof value !== 'string') throw new TypeError(`A ${name} is text, not ${typeof value}.`);
      return write(value);
    },
  });
}

/** An instant of ours, `…Z` with milliseconds, is shown as London's clocks show it; any other offset is kept. */
const written = (text: string): DateTimeText => (text.endsWith('Z') ? londonDateTime(instant(text)) : dateTime(text));

export const DateTime = textScalar({
  name: 'DateTime',
  description:
    'A moment as RFC 3339 text with seconds and an offset, such as 2026-10-25T01:30:00+01:00. The offset is kept as sent; what we send has the offset of London at that moment.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  parse: dateTime,
  write: written,
});

export const LocalDate = textScalar<LocalDateText>({
  name: 'LocalDate',
  description: 'A calendar date without a time or zone, such as 2026-01-31 (full-date of RFC 3339).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  parse: localDate,
});

export const LocalTime = textScalar<LocalTimeText>({
  name: 'LocalTime',
  description: 'A time of day on a London wall clock, to the minute, such as 09:30 (ISO 8601-1, hh:mm).',
  specifiedByURL: 'https://www.iso.org/standard/70907.html',
  parse: localTime,
});
