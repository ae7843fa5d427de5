import { accept, reject } from '@flow/platform/decider/decider';
import type { BookDecision } from './asking';
import { nowIn } from './asking';
import type { ChangeEstate } from './commands';
import { decideSetUp } from './decide-set-up';
import { changesTo, type Change } from './estate';
import { evolve } from './evolve';
import type { BookEvent, SetUpEvent } from './events';
import type { EstateFault } from './rejections';
import type { BookState } from './state';

/** What would come of bringing the book to an estate. */
export interface EstatePlan {
  readonly changes: readonly Change[];
  readonly faults: readonly EstateFault[];
  readonly events: readonly BookEvent[];
}

/** Asks the book for each change in turn, as it would stand after those before. */
export function planEstate({ estate, whole, by, at }: Omit<ChangeEstate, 'type'>, before: BookState): EstatePlan {
  const changes = changesTo(before, estate, whole, { by, at });
  const events: BookEvent[] = [];
  const faults: EstateFault[] = [];
  let state = before;
  for (const { kind, id, command } of changes) {
    const decision = decideSetUp(command, state);
    if (decision.accepted) {
      state = decision.events.reduce(evolve, state);
      events.push(...decision.events);
    } else faults.push({ kind, id, code: decision.rejection.code });
  }
  return { changes, faults, events };
}

const isSetUp = (event: BookEvent): event is SetUpEvent =>
  /^(Site|Ward|Bay|Bed)(Registered|Described|Decommissioned)$/.test(event.type);

/** All of it is one event, or nothing is: a hospital that is half changed is none. */
export function changeEstate(command: ChangeEstate, state: BookState): BookDecision {
  const { faults, events } = planEstate(command, state);
  if (faults.length > 0) return reject({ code: 'ESTATE_REFUSED', faults });
  const changes = events.filter(isSetUp);
  if (changes.length === 0) return accept();
  const changed: BookEvent = { type: 'EstateChanged', changes, by: command.by, at: nowIn(state, command.at) };
  // Those whom iPM told of before their bed was known have it from now on.
  return accept(changed, ...events.filter((event) => !isSetUp(event)));
}
