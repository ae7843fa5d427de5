import { chance, randomCommands } from '../testing/random-commands';
import { clerk, on } from '../testing/estate';
import { World } from '../testing/world';
import type { BookEvent } from './events';
import { bookDecider } from './book';
import { planEstate } from './decide-estate';
import { bayDescription, bedDescription, wardDescription } from './descriptions';
import type { WantedEstate } from './estate';
import { evolve } from './evolve';
import { doubleOccupancies } from './invariants';
import type { BookState } from './state';

const asked = { by: clerk, at: on('23:00') };
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** A hospital after a day of anything. */
function someBook(seed: number): BookState {
  const world = new World();
  for (const command of randomCommands(chance(seed), world, 120)) world.ask(command);
  return world.book;
}

/** As the book stands, but for every third bed of those that are free: the first goes, the others come back or are renamed. */
function otherEstate({ sites, wards, bays, beds }: BookState): WantedEstate {
  const wanted = beds.rows().map((bed, index) => {
    const { bedId, occupants } = bed;
    const renamed = { ...bedDescription(bed), name: index % 3 === 1 ? `Bed ${index}` : bed.name };
    return { goes: index % 3 === 0 && occupants.length === 0 && bed.hold === null, bedId, bed: renamed };
  });
  return {
    sites: sites.rows(),
    wards: wards.rows().map((ward) => ({ wardId: ward.wardId, ward: wardDescription(ward) })),
    bays: bays.rows().map((bay) => ({ bayId: bay.bayId, bay: bayDescription(bay) })),
    beds: wanted.filter(({ goes }) => !goes).map(({ bedId, bed }) => ({ bedId, bed })),
  };
}

const folded = (state: BookState, events: readonly BookEvent[]): BookState => events.reduce(evolve, state);

/** Who lies where in which beds, whatever the count of events that led there. */
const asShown = ({ beds, stays }: BookState) => ({
  beds: beds.rows().map((bed) => ({ ...bedDescription(bed), in: bed.occupants, decommissioned: bed.decommissioned })),
  stays: stays.rows().map(({ stayId, bedId, ours }) => ({ stayId, bedId, ours })),
});

it.each(SEEDS)('as one event it leads where its parts lead, and nobody shares a bed (seed %i)', (seed) => {
  const book = someBook(seed);
  const command = { estate: otherEstate(book), whole: true, ...asked };
  const plan = planEstate(command, book);
  const decision = bookDecider.decide({ type: 'ChangeEstate', ...command }, book);
  if (!decision.accepted) {
    expect(decision.rejection).toStrictEqual({ code: 'ESTATE_REFUSED', faults: plan.faults });
    return;
  }
  expect(plan.events.length).toBeGreaterThan(0);
  expect(decision.events.filter(({ type }) => type !== 'PatientsMoved')).toHaveLength(1);
  const after = folded(book, decision.events);
  expect(asShown(after)).toStrictEqual(asShown(folded(book, plan.events)));
  expect(doubleOccupancies(after)).toStrictEqual(doubleOccupancies(book));
  expect(bookDecider.decide({ type: 'ChangeEstate', ...command }, after)).toStrictEqual({ accepted: true, events: [] });
});
