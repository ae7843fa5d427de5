import type { Loaded } from '@flow/platform/decider/folded-stream';
import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Tasks } from '@flow/platform/tasks/tasks';
import type { BookCommand, PatientDetails } from '../domain/book/commands';
import type { BookEvent } from '../domain/book/events';
import type { BookRejection } from '../domain/book/rejections';
import type { BookState } from '../domain/book/state';
import type { PatientId, StayId } from '../domain/ids';
import type { StayCommand, StayEvent } from '../domain/stay/stay-events';
import type { StayState } from '../domain/stay/stay';
import type { TaskKind } from '../domain/task/task-kinds';

/** The estate's book of beds: one boundary, whatever number of streams it has filled. */
export interface OccupancyBook {
  handle(command: BookCommand, context: CommandContext): Promise<Handled<BookEvent, BookRejection>>;
  /**
   * Loads the book, THEN asks what to do: `build` reads what that depends on after the book, so that no older fact can
   * follow a newer one. Built again after every conflict. Undefined: it is so already.
   */
  handleWith(
    build: (state: BookState) => Promise<BookCommand | undefined>,
    context: CommandContext,
  ): Promise<Handled<BookEvent, BookRejection>>;
  load(): Promise<Loaded<BookState>>;
}

/** What was told and done about each stay, a stream each. */
export interface Stays {
  handle(stayId: StayId, command: StayCommand, context: CommandContext): Promise<Handled<StayEvent, never>>;
  load(stayId: StayId): Promise<Loaded<StayState>>;
}

/** What people are asked to settle about beds and stays. */
export type BedsTasks = Tasks<TaskKind>;

/** The patients service, as far as a rule needs it. */
export interface Patients {
  /** Of the record in use now. Undefined: nobody has that id. Throws when no answer came. */
  detailsOf(patientId: PatientId): Promise<PatientDetails | undefined>;
}
