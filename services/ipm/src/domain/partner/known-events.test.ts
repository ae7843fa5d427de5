import { unknownEvent } from './known-events';

it.each([
  ['ADT', 'A01', undefined],
  ['ADT', 'A99', 'UNSUPPORTED_EVENT'],
  ['ADT', undefined, 'UNSUPPORTED_EVENT'],
  ['ORU', 'R01', 'UNSUPPORTED_MESSAGE_TYPE'],
  [undefined, 'A01', 'UNSUPPORTED_MESSAGE_TYPE'],
  ['constructor', 'A01', 'UNSUPPORTED_MESSAGE_TYPE'],
  ['__proto__', 'A01', 'UNSUPPORTED_MESSAGE_TYPE'],
  ['ADT', 'includes', 'UNSUPPORTED_EVENT'],
])('%s^%s: %s', (code, event, unknown) => expect(unknownEvent(code, event)).toBe(unknown));
