import type { Road } from './road';
import { startStandby, type Standby } from './standby';
import { EndedAtStart, type StartedProduct, type StartingProduct } from '../started-product';

/** In how many journeys a moment comes that comes in each. */
const JOURNEYS = 3;
/** They load while another one lives. */
const STANDING_BY = 2;

/** Processes of the product on the same engines and data folder, one after another. */
export interface Lives {
  /** Begins one, walks on, and has it die there. Whether that moment came. */
  endAt(crashAt: string): Promise<boolean>;
  /** Begins one that lives on. */
  live(): Promise<StartedProduct>;
}

export function createLives(product: StartingProduct, ordersFolder: string, road: Road): Lives {
  const another = (): Standby => startStandby(product, ordersFolder);
  const waiting = Array.from({ length: STANDING_BY }, another);
  const next = (): Standby => {
    waiting.push(another());
    return waiting.shift() ?? another();
  };
  return {
    live: async () => next().begin(),
    async endAt(crashAt) {
      try {
        const life = await next().begin(crashAt);
        if ((await road.walk(life, road.ended() + JOURNEYS)) === 'gone') return (await life.ended()) === 'SIGKILL';
        await life.kill();
        return false;
      } catch (error) {
        if (error instanceof EndedAtStart && error.how === 'SIGKILL') return true;
        throw error;
      }
    },
  };
}
