/** Letters that Unicode does not take apart. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
};

/**
 * The letters of a name as a search compares them: small, without accents, apostrophes, hyphens or blanks, so that O’Neill is
 * oneill and Müller muller. Whatever is no letter, or lies outside the basic plane, is left out.
 */
export const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ßæœøłđðþıħ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}]|[\u{10000}-\u{10FFFF}]/gu, '');

/** A hospital number as it is compared: capitals, without the blanks and marks that people put into it. */
export const foldNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\d]/gu, '');

/** A telephone number as digits from the last to the first, so that a suffix is a beginning; +44 is 0. */
export function foldPhone(number: string): string {
  const digits = number.replace(/\D/g, '');
  const isAbroad = number.trimStart().startsWith('+') || digits.startsWith('00') || digits.length === 12;
  const national = isAbroad ? digits.replace(/^(?:00)?44(?:0(?=\d{9,}))?/, '0') : digits;
  return Array.from(national).reverse().join('');
}
