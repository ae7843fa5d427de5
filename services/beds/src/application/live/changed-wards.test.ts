import type { BookState } from '../../domain/book/state';
import type { PatientId } from '../../domain/ids';
import { on } from '../../domain/testing/estate';
import { chance, randomCommands } from '../../domain/testing/random-commands';
import { World } from '../../domain/testing/world';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import { nextView, type BoardView } from './board-view';
import type { PatientDetails } from './patient-details';

const SEEDS = Array.from({ length: 16 }, (_, index) => index + 1);

/** Details that come late, and messages that are parked for a while, as the seed has it. */
function around(random: () => number) {
  const held = new Map<string, PatientDetails>();
  const parked = new Map<PatientId, Instant>();
  return {
    held,
    parked,
    go(book: BookState, at: Instant): ReadonlySet<string> {
      const arrived = new Set<string>();
      for (const [patientId, { revision }] of book.patients.entries()) {
        if ((held.get(patientId)?.revision ?? -1) >= revision || random() < 0.6) continue;
        held.set(patientId, { patientId, revision, family: `F${revision}` } as PatientDetails);
        arrived.add(patientId);
      }
      const ids = book.patients.rows().map(({ patientId }) => patientId);
      const one = ids[Math.floor(random() * ids.length)];
      if (one !== undefined && random() < 0.2) parked.set(one, at);
      else if (one !== undefined && random() < 0.3) parked.delete(one);
      return arrived;
    },
  };
}

/** The views of one hospital after each command, made by looking at what has changed and by looking at everything. */
function* views(seed: number): Generator<{ readonly changed: BoardView; readonly whole: BoardView }> {
  const random = chance(seed);
  const world = new World();
  const rest = around(random);
  let [changed, whole]: (BoardView | undefined)[] = [];
  let index = 0;
  for (const command of randomCommands(random, world, 200)) {
    world.ask(command);
    index += 1;
    // Sometimes several commands are one view.
    if (random() < 0.3) continue;
    const at = laterBy(on('06:00'), index * 60_000);
    const arrived = rest.go(world.book, at);
    const detailsOf = (patientId: string, revision: number) => {
      const details = rest.held.get(patientId);
      return details !== undefined && details.revision >= revision ? details : undefined;
    };
    const options = { state: world.book, at, parked: new Map(rest.parked), detailsOf };
    const stamp = String(index).padStart(6, '0');
    changed = nextView(changed, { ...options, arrived }, stamp);
    whole = nextView(whole, options, stamp);
    yield { changed, whole };
  }
}

it.each(SEEDS)('a view of what has changed is the view of everything (seed %i)', (seed) => {
  let left = 0;
  let before: BoardView | undefined;
  for (const { changed, whole } of views(seed)) {
    expect(changed).toStrictEqual(whole);
    for (const [wardId, ward] of changed.wards) if (before?.wards.get(wardId) === ward) left += 1;
    before = changed;
  }
  // Else everything was looked at, and nothing was tried.
  expect(left).toBeGreaterThan(10);
});

it('looks at nothing where nothing has changed', () => {
  const world = new World();
  const options = { state: world.book, parked: new Map<PatientId, Instant>(), detailsOf: () => undefined };
  const first = nextView(undefined, { ...options, at: on('08:00') }, '1');
  const second = nextView(first, { ...options, at: on('08:01'), arrived: new Set() }, '2');
  expect([...second.wards.values()].map((ward) => first.wards.get(ward.wardId) === ward)).toStrictEqual([true, true]);
});
