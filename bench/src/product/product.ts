import { z } from 'zod';
import { answerParent } from '../harness/serving';
import { idle } from './idle';
import { startedProduct } from './started';

const told = z.object({ folder: z.string(), engines: z.string(), env: z.record(z.string(), z.string()).optional() });
const IDLE_WITHIN_MS = 1_800_000;

/** The whole product as a program that is measured. */
answerParent(async (argument) => {
  const product = await startedProduct(told.parse(argument));
  const { http = '', mllp } = product.listening;
  const metrics = async (): Promise<string> => (await fetch(`${http}/metrics`)).text();
  return {
    answers: {
      http: () => http,
      port: () => mllp['ipm'],
      idle: () => idle(metrics, IDLE_WITHIN_MS),
    },
    stop: () => product.stop(),
  };
});
