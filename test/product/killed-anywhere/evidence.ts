import type { StartedProduct } from '../started-product';

const TELLING = /^(?:ipm_|followed_|lease_held|part_ready|consumer_)/;
const LINES = 40;
const ANSWERS_WITHIN_MS = 5000;

/** What a product that lives on without doing what was awaited says of itself, for whoever has to find out why. */
export async function evidenceOf({ http, output }: Pick<StartedProduct, 'http' | 'output'>): Promise<string> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  const figures = await fetch(`${http}/metrics`, { signal }).then(async (answer) => answer.text(), String);
  const told = figures.split('\n').filter((line) => TELLING.test(line));
  return ['It said last:', ...output().split('\n').slice(-LINES), 'Its figures:', ...told].join('\n');
}
