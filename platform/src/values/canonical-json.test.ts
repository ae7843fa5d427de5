import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

it('sorts names at every depth, leaves out what is absent and keeps null', () =>
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: undefined, A: 'é"' })).toBe('{"A":"é\\"","b":[{"c":null,"d":1}]}'));

it.each([[undefined], [[undefined]], [NaN], [1n], [() => 1]])('refuses %p', (value) =>
  expect(() => canonicalJson(value)).toThrow(TypeError),
);

it('is JSON of the same value, whatever the order of its names', () =>
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 11, numRuns: 300 },
  ));
