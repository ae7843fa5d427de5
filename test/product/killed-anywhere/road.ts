import { evidenceOf } from './evidence';
import { journeyOf, startWalking, type Step } from './journey';
import type { StartedProduct } from '../started-product';

const GOES_WITHIN_MS = 10_000;

/** Journeys of patients 1, 2, … one after another, through products of which any may be gone at any moment. */
export interface Road {
  /** Of the patients whose journeys have ended, the number. */
  ended(): number;
  /** Walks on until so many have ended (`there`), or the product is gone. */
  walk(product: Walked, to: number): Promise<'there' | 'gone'>;
  /** Walks a part of the next journey, to that step. */
  walkPart(product: Walked, steps: number): Promise<void>;
}

/** What is needed of a product. */
export type Walked = Pick<StartedProduct, 'http' | 'mllp' | 'ended' | 'output'>;

async function isGone(product: Walked): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, GOES_WITHIN_MS, false);
  });
  return Promise.race([product.ended().then(() => true), late]).finally(() => clearTimeout(timer));
}

export function createRoad(): Road {
  let journey = 1;
  let step = 0;
  const stepsNow = (): readonly Step[] => journeyOf(journey);

  async function walkTo(product: Walked, there: () => boolean): Promise<'there' | 'gone'> {
    let close = (): void => undefined;
    try {
      const walking = await startWalking(product);
      close = () => walking.close();
      while (!there()) {
        await stepsNow()[step]?.(walking);
        step += 1;
        if (step < stepsNow().length) continue;
        journey += 1;
        step = 0;
      }
      return 'there';
    } catch (error) {
      if (await isGone(product)) return 'gone';
      throw new Error(`${String(error)}\n${await evidenceOf(product)}`, { cause: error });
    } finally {
      close();
    }
  }

  return {
    ended: () => journey - 1,
    walk: async (product, to) => walkTo(product, () => journey > to),
    async walkPart(product, steps) {
      await walkTo(product, () => step === steps);
      journey += 1;
      step = 0;
    },
  };
}
