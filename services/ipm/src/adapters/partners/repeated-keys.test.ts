import { repeatedKeys } from './repeated-keys';

test.each([
  ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', []],
  ['{"a":":{a,","b":"\\"a\\":"}', []],
  ['{"a":1,"a":{"a":1}}', ['a']],
  ['{"l":{"x":{},"y":[1,2,{}],"x":[]}}', ['l.x']],
  ['{"l":[0,{"x":"a","\\u0078":"b","x":1}],"l":2}', ['l.1.x', 'l']],
])('%s', (json, keys) => expect(repeatedKeys(json)).toStrictEqual(keys));
