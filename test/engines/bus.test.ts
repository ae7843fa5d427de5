import { busContract } from '@flow/platform/bus/bus.contract';
import { hostileBus } from '@flow/platform/bus/hostile-bus';
import { createHostility } from '@flow/platform/engines/hostility';
import { startKafka, type RunningKafka } from './running-kafka';

let kafka: RunningKafka;
beforeAll(async () => {
  kafka = await startKafka();
});
afterAll(async () => kafka.remove());

busContract('Kafka', async () => {
  const bus = kafka.bus();
  return { bus, close: async () => bus.close() };
});

busContract('Kafka, hostile', async () => {
  const bus = kafka.bus();
  const hostility = createHostility({ seed: 20260105 });
  return { bus: hostileBus(bus, hostility), close: async () => bus.close() };
});
