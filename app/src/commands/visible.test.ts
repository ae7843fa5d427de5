import { visible, visibleLines } from './visible';

describe('what a command prints of data', () => {
  it.each([
    ['a cleared screen', 'MSG1\u001b[2J', 'MSG1<U+001B>[2J'],
    ['an eight-bit control sequence', '\u009b2J', '<U+009B>2J'],
    ['what goes back over the line', 'ERASED\b\b\rKEPT\u007f', 'ERASED<U+0008><U+0008><U+000D>KEPT<U+007F>'],
    ['another line', 'Jones\nNothing was erased.\u2028x\u2029', 'Jones<U+000A>Nothing was erased.<U+2028>x<U+2029>'],
    ['letters turned round', '\u202eENOJ\u2066\u200f', '<U+202E>ENOJ<U+2066><U+200F>'],
  ])('shows %s', (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves every name as it is written', () => {
    for (const name of ['O’Brien-Łukasiewicz', 'Zoë', '王小明', 'אברהם', '👩‍⚕️']) expect(visible(name)).toBe(name);
  });

  it('keeps the lines of a text of several', () => {
    expect(visibleLines('one\ntwo\u001b')).toBe('one\ntwo<U+001B>');
  });
});
