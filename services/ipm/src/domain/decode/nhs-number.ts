/** NHS Data Dictionary, NHS NUMBER: ten digits, the last a check digit by modulus 11. Expects no blanks. */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += Number(digits[index]) * (10 - index);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/** NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE, as feeds write it: `NSTS01` or `01`. */
export function nhsNumberStatus(text: string): string | undefined {
  return /^(?:NSTS)?(0[1-8])$/.exec(text.trim().toUpperCase())?.[1];
}
