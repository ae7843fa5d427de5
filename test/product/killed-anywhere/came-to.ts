import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { signIn } from '../asking';
import { boardsOf } from '../boards';
import { wordsFor } from './in-words';
import { newFolder, removeFolder, startHere } from '../product-here';
import { createRoad, type Road, type Walked } from './road';
import { settled } from '../settled';
import { whatIsHeld, type Held } from './what-is-held';

/** What a product came to, once everything that it received is settled. */
export interface CameTo {
  readonly held: Held;
  /** In words. */
  readonly boards: string;
  readonly audit: unknown;
}

/** Some are in beds at the end: patients whose journeys stop after so many steps. */
const LEFT_AT_STEPS = [2, 5];
const SETTLES_WITHIN_MS = 60_000;
const AUDIT = '{ auditVerification { faultCount } }';

/** Walks until so many journeys have ended, and parts of two more; what is seen then. */
export async function seenAtTheEnd(road: Road, product: Walked, journeys: number): Promise<Omit<CameTo, 'held'>> {
  const { http } = product;
  if ((await road.walk(product, journeys)) === 'gone') throw new Error('It is gone, and nobody killed it.');
  for (const steps of LEFT_AT_STEPS) await road.walkPart(product, steps);
  await settled(http, SETTLES_WITHIN_MS);
  const boards = await boardsOf({ as: async (user) => signIn(http, user) });
  const audit = await (await signIn(http, 'iggy')).ask(AUDIT);
  return { boards: wordsFor(new Map())(boards), audit };
}

const stays = async (): Promise<never> => new Promise(() => undefined);

/** What the same journeys come to on embedded engines, from one start on, which nobody kills. */
export async function neverKilled(journeys: number, made: readonly string[]): Promise<CameTo> {
  const folder = await newFolder();
  const here = await startHere(folder);
  const engines = await openEmbeddedEngines({ folder });
  try {
    const product = { http: here.http, mllp: here.product.listening.mllp, ended: stays, output: () => '' };
    const seen = await seenAtTheEnd(createRoad(), product, journeys);
    return { ...seen, held: await whatIsHeld(engines, made) };
  } finally {
    await engines.close();
    await here.stop();
    await removeFolder(folder);
  }
}
