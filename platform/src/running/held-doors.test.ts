import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { silentLog } from '../telemetry/log';
import { holdDoors, watchDoors } from './held-doors';
import { until } from './testing';

describe.each([
  ['plain', false],
  ['hostile', { seed: 11 }],
] as const)('doors on %s engines', (_, hostile) => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
  });
  afterEach(() => engines.close());

  async function heldForWhoeverComes(): Promise<boolean> {
    const later = await watchDoors({ documents: engines.documents, log: silentLog });
    await later.stop();
    return later.held();
  }

  it('are held until the last reason is gone, also for whoever begins to watch meanwhile', async () => {
    const { documents } = engines;
    const doors = await holdDoors(documents, 'sample');
    const before = await watchDoors({ documents, log: silentLog });
    try {
      expect(before.held()).toBe(false);
      await doors.hold(['a', 'b']);
      await until(() => before.held());
      expect(await heldForWhoeverComes()).toBe(true);

      await doors.release(['a']);
      await doors.hold(['b']);
      expect(await doors.heldFor()).toStrictEqual(['b']);
      expect(await heldForWhoeverComes()).toBe(true);
      await doors.release(['b', 'c']);
      await until(() => !before.held());
    } finally {
      await before.stop();
    }
  });
});
