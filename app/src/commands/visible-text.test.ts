import { holdsUnseen, visibleText } from './visible-text';

it.each([
  ['\u001b[2J\u001b[31mA1', '\\u001b[2J\\u001b[31mA1'],
  ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
  ['\u009b2Jx\u007f', '\\u009b2Jx\\u007f'],
  ['Ward \u202eA\u2028', 'Ward \\u202eA\\u2028'],
  ['\u061cA\u2066', '\\u061cA\\u2066'],
])('writes out what a terminal would obey: %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
  expect(holdsUnseen(text)).toBe(true);
});

it('leaves letters of any language as they are', () => {
  const text = 'Sioned Wérd – Tŷ Gwyn, “Łódź” 病棟 👶🏽';
  expect(visibleText(text)).toBe(text);
  expect(holdsUnseen(text)).toBe(false);
});
