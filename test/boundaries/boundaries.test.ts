import { importFaults } from './import-rules';
import { productFiles } from './source-files';
import { textFaults, TEXT_RULES } from './text-rules';

const files = productFiles();

it('looks at real files in each layer of each service', () => {
  for (const service of ['patients', 'ipm', 'beds']) {
    const layers = files
      .filter(({ path }) => path.startsWith(`services/${service}/`))
      .map(({ path }) => path.split('/')[3]);
    expect(layers).toEqual(expect.arrayContaining(['domain', 'application', 'projections', 'adapters']));
  }
});

it('no import crosses a boundary', () => expect(importFaults(files)).toEqual([]));

it('no file says what it may not', () => expect(textFaults(files)).toEqual([]));

it.each([
  ['services/beds/src/domain/book/book.ts', "import { Db } from 'mongodb';"],
  ['services/beds/src/domain/book/book.ts', "import { x } from '../../application/ports';"],
  ['services/beds/src/domain/book/book.ts', "import { x } from '@flow/platform/event-store/event-store';"],
  ['services/beds/src/domain/book/book.ts', "import { x } from '@flow/schema/events/beds/bed-held';"],
  ['services/beds/src/application/place.ts', "import { x } from '../adapters/graphql/board';"],
  ['services/beds/src/application/place.ts', "import { z } from 'zod';"],
  ['services/beds/src/projections/board.ts', "import mingo from 'mingo';"],
  ['services/beds/src/projections/board.ts', "import { x } from '../service';"],
  ['services/beds/src/projections/board.ts', "import { x } from '../adapters/documents/x';"],
  ['services/beds/src/application/place.ts', "import { x } from '../projections/board';"],
  ['services/beds/src/adapters/graphql/x.ts', "import type { Slot } from '../../../../booking/src/domain/slot';"],
  ['services/beds/src/adapters/graphql/x.ts', "import type { Slot } from '@flow/booking/domain/slot';"],
  ['services/beds/src/service.ts', "const x = await import('@flow/patients/service');"],
  ['services/beds/src/service.ts', "import { demo } from '@flow/demo/hospital';"],
  ['platform/src/http/x.ts', "import { x } from '@flow/beds/service';"],
  ['platform/src/http/x.ts', "import { x } from '@flow/schema/rights';"],
  ['schema/src/events/x.ts', "import { x } from '@flow/platform/values/json';"],
  ['demo/src/x.ts', "import { x } from '@flow/beds/domain/ids';"],
  ['engines/src/x.ts', "import { x } from '@flow/beds/domain/ids';"],
  ['app/src/x.ts', "import { x } from '@flow/engines/event-store/double';"],
  ['services/beds/src/service.ts', "import { x } from '@flow/engines/event-store/double';"],
  ['app/src/x.ts', "import { x } from '@flow/bench/harness/statistics';"],
  ['services/beds/src/service.ts', "import { x } from '@flow/bench/harness/statistics';"],
  ['engines/src/x.ts', "import { x } from '../../bench/src/harness/statistics';"],
])('sees a planted import in %s: %s', (path, text) => expect(importFaults([{ path, text }])).toHaveLength(1));

const PLANTED: Readonly<Record<string, readonly [string, string]>> = {
  'OpenTelemetry stands behind the port for traces': ['services/ipm/src/service.ts', "from '@opentelemetry/api';"],
  'London is known to platform/time alone': ['services/ipm/src/domain/x.ts', "const zone = 'Europe/London';"],
  'time, chance and the environment come into the core by the command': [
    'services/beds/src/domain/x.ts',
    'const now = Date.now();',
  ],
  'the environment is read by main.ts alone': ['platform/src/http/x.ts', 'const port = process.env.PORT;'],
  'the event store client has one file': ['platform/src/bus/x.ts', "import { x } from '@eventstore/db-client';"],
  'services and platform write to the log, not to the console': ['services/beds/src/service.ts', 'console.log(1);'],
  'who may do what is asked of the one table of rights': [
    'services/beds/src/application/x.ts',
    "if (identity.roles.includes('administrator')) act();",
  ],
  'no field of a person goes into a log line or an error': [
    'services/patients/src/adapters/notices.ts',
    "log.info('A patient was registered.', { family });",
  ],
  'no barrels': ['platform/src/x.ts', "export * from './y';"],
  'no test double of the product in the product': [
    'services/beds/src/config.ts',
    "if (env === 1 || NODE_ENV === 'test') {}",
  ],
};

it.each(TEXT_RULES.map(({ name }) => name))('sees a planted fault: %s', (name) => {
  const [path, text] = PLANTED[name] ?? ['', ''];
  expect(textFaults([{ path, text }])).toEqual([`${path}: ${name}`]);
});
