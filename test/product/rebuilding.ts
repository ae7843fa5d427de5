import type { ProductHere } from './product-here';

/** Rebuilds what a service shows from its events, through the running product; gives the last line of its answer. */
export async function rebuild(here: ProductHere, service: string): Promise<string> {
  const { token } = await here.as('ada');
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${here.http}/operations/rebuild/${service}`, { method: 'POST', headers });
  return (await response.text()).trimEnd().split('\n').at(-1) ?? '';
}
