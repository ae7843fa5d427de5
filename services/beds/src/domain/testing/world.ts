import { bookDecider } from '../book/book';
import type { BookCommand } from '../book/commands';
import type { BookEvent } from '../book/events';
import type { BookState } from '../book/state';
import type { StayId } from '../ids';
import { toldStay } from '../stay/fold-stay';
import { stayDecider, type StayState } from '../stay/stay';
import type { Telling } from '../stay/telling';
import type { ToldStay } from '../stay/told-stay';
import { details, estate, ipm, on } from './estate';

/** The book and its stays, driven as the application drives them: the stay first, then what follows for the book. */
export class World {
  book: BookState;
  readonly stays = new Map<StayId, StayState>();
  readonly events: BookEvent[] = [];

  constructor(
    readonly watch: (book: BookState, event: BookEvent) => void = () => undefined,
    history: readonly BookEvent[] = estate,
  ) {
    this.book = history.reduce(bookDecider.evolve, bookDecider.initialState);
  }

  /** The book's answer; its events are applied one by one. */
  ask(command: BookCommand) {
    const decision = bookDecider.decide(command, this.book);
    if (decision.accepted) for (const event of decision.events) this.apply(event);
    return decision;
  }

  apply(event: BookEvent): void {
    this.events.push(event);
    this.book = bookDecider.evolve(this.book, event);
    this.watch(this.book, event);
  }

  fold(id: StayId): ToldStay {
    const told = toldStay(id, this.stays.get(id) ?? stayDecider.initialState);
    if (told === undefined) throw new Error(`Nobody has told of ${id}.`);
    return told;
  }

  /** The stay takes what is told, and the book has not heard of it yet. */
  hear(id: StayId, one: Telling): void {
    const state = this.stays.get(id) ?? stayDecider.initialState;
    const decision = stayDecider.decide({ type: 'Tell', stayId: id, telling: one }, state);
    if (decision.accepted) this.stays.set(id, decision.events.reduce(stayDecider.evolve, state));
  }

  tell(time: string, ...told: readonly (readonly [StayId, Telling])[]) {
    for (const [id, one] of told) this.hear(id, one);
    const stays = told.map(([id]) => this.fold(id));
    const patients = told.map(([, one]) => details(one.patientId));
    return this.ask({ type: 'Reconcile', stays, patients, by: ipm, at: on(time) });
  }
}
