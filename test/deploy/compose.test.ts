import { brokersIn, faultOfCopies } from './brokers';
import { apart, readCompose } from './compose';
import { everywhere, ofEngines, ofTheProduct } from './compose-rules';
import { faultsOfSettings } from './settings';
import { itHolds } from './rule';
import { othersOf, servicesOfTree } from './services';

const file = readCompose();
const { ours, engines } = apart(file);

describe('compose.yaml', () => {
  it('runs every service of services/, and the engines', () => {
    expect(Object.keys(ours).sort()).toStrictEqual(servicesOfTree());
    expect(Object.keys(engines).sort()).toStrictEqual(['eventstore', 'kafka', 'mongodb']);
  });

  it('sees that a service is missing', () => {
    const others = Object.fromEntries(Object.entries(file.services).filter(([name]) => name !== 'beds'));
    expect(Object.keys(apart({ ...file, services: others }).ours).sort()).not.toStrictEqual(servicesOfTree());
  });

  it.each(Object.entries(ours))('runs %s alone, and tells it where the others are', (name, { environment }) => {
    expect(environment).toMatchObject({
      SERVICES: name,
      SERVICE_URLS: othersOf(name, (other) => `http://${other}:4000`),
    });
  });

  it.each(Object.entries(ours))('tells %s nothing that it does not take', (_name, { environment }) =>
    expect(faultsOfSettings(environment)).toBe(''),
  );

  it('sees a setting that is not taken', () =>
    expect(faultsOfSettings({ ...ours['beds']?.environment, SERVICE_URLS: 'beds=beds:4000' })).toMatch(/SERVICE_URLS/));

  it.each(Object.entries(ours))('has %s ask for no more copies of a message than there are brokers', (_name, told) =>
    expect(faultOfCopies(told.environment, brokersIn(told.environment['KAFKA_BROKERS']))).toBe(''),
  );

  it('sees that more copies are asked for, or none are told', () => {
    expect(faultOfCopies({ KAFKA_COPIES: '3' }, 1)).toBe('KAFKA_COPIES is 3, and has to be 1');
    expect(faultOfCopies({}, 1)).toBe('KAFKA_COPIES is not told, and has to be 1');
  });

  it('declares what is used, and keeps all but the front from the outside', () => {
    const used = (of: 'secrets' | 'networks') => [...new Set(Object.values(file.services).flatMap((one) => one[of]))];
    expect(used('secrets').sort()).toStrictEqual(Object.keys(file.secrets).sort());
    expect(used('networks').sort()).toStrictEqual(Object.keys(file.networks).sort());
    const open = Object.entries(file.networks).filter(([, { internal }]) => !internal);
    expect(open.map(([name]) => name)).toStrictEqual(['front']);
  });

  it('keeps nothing of the product but the audit spool of the gateway', () => {
    const kept = Object.entries(ours).flatMap(([name, { volumes }]) =>
      volumes.filter((volume) => !volume.endsWith(':ro')).map((volume) => `${name} ${volume}`),
    );
    expect(kept).toStrictEqual(['gateway audit-spool:/var/lib/patient-flow/audit-spool']);
  });

  describe('of everything', () => itHolds(everywhere, file.services));
  describe('of the product', () => itHolds(ofTheProduct, ours));
  describe('of engines', () => itHolds(ofEngines, engines));
});
