import { signIn } from './asking';
import { certain } from './certain';
import { quiet } from './quiet';

interface LinksAnswer {
  readonly links: readonly { readonly unsettled: number }[];
}

/** Waits until nothing that was received is unsettled, and every part has taken it. */
export async function settled(http: string, withinMs: number): Promise<void> {
  const ina = await signIn(http, 'ina');
  await certain('everything is settled', withinMs, async () => {
    const { links } = await ina.ask<LinksAnswer>('{ links { unsettled } }');
    return links.every(({ unsettled }) => unsettled === 0) ? true : undefined;
  });
  await quiet(http);
}
