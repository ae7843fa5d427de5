import { createMetrics } from '@flow/platform/telemetry/metrics';
import { instant } from '@flow/platform/time/instant';
import { measureLinks } from './link-metrics';

it('tells how each link stands when it is read, and whether a board waits for it', async () => {
  const metrics = createMetrics();
  const counts = { everHeard: true, unsettled: 2, quarantined: 3, held: 1 };
  const [lastHeardAt, completeUpTo] = [instant('2026-01-05T10:59:00.000Z'), instant('2026-01-05T10:30:00.000Z')];
  const links = {
    all: async () => [
      { partner: 'ipm', listening: true, connected: true, lastHeardAt, completeUpTo, ...counts },
      { partner: 'corpora', listening: true, connected: false, completesBoards: false, ...counts },
    ],
  };
  measureLinks(metrics, links, { now: () => instant('2026-01-05T11:00:00.000Z'), monotonicMs: () => 0 });
  const told = (await metrics.text()).split('\n').filter((line) => line.startsWith('ipm_'));
  const ipm = '{partner="ipm",boards="waiting"}';
  const corpora = '{partner="corpora",boards="not-waiting"}';
  expect(told).toStrictEqual([
    ...[`ipm_link_listening${ipm} 1`, `ipm_link_listening${corpora} 1`],
    ...[`ipm_link_connected${ipm} 1`, `ipm_link_connected${corpora} 0`],
    ...[`ipm_link_silent_s${ipm} 60`, `ipm_link_behind_s${ipm} 1800`],
    ...[`ipm_unsettled_messages${ipm} 2`, `ipm_unsettled_messages${corpora} 2`],
    ...[`ipm_quarantined_messages${ipm} 3`, `ipm_quarantined_messages${corpora} 3`],
    ...[`ipm_held_messages${ipm} 1`, `ipm_held_messages${corpora} 1`],
  ]);
});
