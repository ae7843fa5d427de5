import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
import { may, type Right } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  amendNote,
  noteOf,
  writeNote,
  type NoteDeps,
  type NoteOutcome,
  type NoteRefusal,
} from '../../application/write-note';
import { currentPerson } from '../../application/follow-merges';
import { isPatientId, noteId, type PatientId } from '../../domain/ids';
import { LONGEST_NOTE } from '../../domain/note-text';
import { CorrectNoteInput, NoteResult, NoteWritten, WithdrawNoteInput, WriteNoteInput } from './note-types';
import { COMMON_SENTENCES, patientsRefusal, type PatientsRefusal } from './patients-refusal';
import { noteFor } from './show-note';
import { maySee } from './show-patient';

const SENTENCES: Readonly<Record<NoteRefusal['code'], string>> = {
  ...COMMON_SENTENCES,
  NOTE_EMPTY: 'The note says nothing.',
  NOTE_TOO_LONG: `A note has at most ${LONGEST_NOTE} characters. Write two.`,
  NOTE_HAS_CONTROL_CHARACTERS:
    'The note holds a character that no screen shows, such as one pasted from another program. Type it anew.',
  NOTE_UNKNOWN: 'There is no such note.',
  NOTE_WITHDRAWN: 'The note was withdrawn.',
  NOT_YOUR_NOTE: 'Somebody else wrote this note: only they, or a service manager, can change it.',
  REASON_STANDS: 'A reason for opening a restricted patient stands as it was given.',
};

const refusalOf = (refusal: NoteRefusal): PatientsRefusal =>
  patientsRefusal(refusal.code, SENTENCES[refusal.code], refusal.code === 'CHANGED_SINCE_SEEN' ? refusal : undefined);

export interface NoteMutationDeps {
  readonly notes: NoteDeps;
  readonly clock: Clock;
}

type Done = Promise<NoteWritten | PatientsRefusal>;

/** A person's command that has not been decided by then is dropped: they have looked again meanwhile. */
const VALID_MS = 60_000;

/** What people write about patients. */
@Resolver()
export class NoteMutations {
  constructor(private readonly deps: NoteMutationDeps) {}

  @Mutation(() => NoteResult, {
    nullable: true,
    description: 'Writes a note about a patient. BREAK_GLASS_REASON and onBehalfOf are for our own services.',
  })
  async writeNote(@Ctx() context: GraphContext, @Arg('input', () => WriteNoteInput) input: WriteNoteInput): Done {
    const { patientId, kind, text, onBehalfOf } = input;
    const forSomebody = onBehalfOf !== null && onBehalfOf !== undefined;
    mustHave(context, 'patients.write-notes');
    if (forSomebody || kind === 'BREAK_GLASS_REASON') mustHave(context, 'patients.write-for-others');
    const command = this.commandOf('writeNote', input, context);
    if (!isPatientId(patientId) || !(await this.mayWriteAbout(patientId, context))) {
      return refusalOf({ code: 'PATIENT_UNKNOWN' });
    }
    const writing = { patientId, kind, typed: text, ...this.signed(context), ...(forSomebody && { onBehalfOf }) };
    return answer(await writeNote(this.deps.notes, writing, command), context);
  }

  @Mutation(() => NoteResult, { nullable: true, description: 'Puts a note in other words. The first are kept.' })
  async correctNote(@Ctx() context: GraphContext, @Arg('input', () => CorrectNoteInput) input: CorrectNoteInput): Done {
    return this.amending('correctNote', input, context, (how) => ({ type: 'CorrectNote', typed: input.text, ...how }));
  }

  @Mutation(() => NoteResult, { nullable: true, description: 'Says that a note is not to be read any more, and why.' })
  async withdrawNote(
    @Ctx() context: GraphContext,
    @Arg('input', () => WithdrawNoteInput) input: WithdrawNoteInput,
  ): Done {
    return this.amending('withdrawNote', input, context, (how) => ({
      type: 'WithdrawNote',
      reason: input.reason,
      ...how,
    }));
  }

  private async amending(
    mutation: string,
    input: CorrectNoteInput | WithdrawNoteInput,
    context: GraphContext,
    amendment: (how: Amending) => Parameters<typeof amendNote>[2],
  ): Done {
    const mayAmendOthers = may(context.identity.roles, 'patients.amend-notes');
    if (!mayAmendOthers) mustHave(context, 'patients.write-notes');
    const command = this.commandOf(mutation, input, context);
    const note = await noteOf(this.deps.notes, input.noteId);
    // A note about somebody whom they may not know is none to them.
    if (note === undefined || !(await this.mayWriteAbout(note.patientId, context))) {
      return refusalOf({ code: 'NOTE_UNKNOWN' });
    }
    const { expectedVersion } = input;
    const how = {
      ...this.signed(context),
      mayAmendOthers,
      ...(expectedVersion != null && { seen: changesIn(expectedVersion) }),
    };
    return answer(await amendNote(this.deps.notes, noteId(input.noteId), amendment(how), command), context);
  }

  private async mayWriteAbout(patientId: PatientId, { identity }: GraphContext): Promise<boolean> {
    const current = await currentPerson(this.deps.notes.patients, patientId);
    return current !== undefined && maySee(identity, current);
  }

  private readonly signed = ({ identity }: GraphContext) => ({ by: identity.subject, at: this.deps.clock.now() });

  private commandOf(
    mutation: string,
    input: WriteNoteInput | CorrectNoteInput | WithdrawNoteInput,
    context: GraphContext,
  ): CommandContext {
    const { idempotencyKey } = input;
    const onBehalfOf = 'onBehalfOf' in input ? input.onBehalfOf : undefined;
    return commandContextOf({
      context,
      mutation,
      idempotencyKey,
      input,
      clock: this.deps.clock,
      validForMs: VALID_MS,
      ...(onBehalfOf != null && { onBehalfOf }),
    });
  }
}

function changesIn(version: string): number {
  if (/^[1-9]\d{0,8}$/.test(version)) return Number(version);
  throw graphFault('BAD_USER_INPUT', 'The expectedVersion is not one that was shown.');
}

interface Amending {
  readonly by: string;
  readonly at: ReturnType<Clock['now']>;
  readonly mayAmendOthers: boolean;
  readonly seen?: number;
}

function mustHave({ identity }: GraphContext, right: Right): void {
  if (!may(identity.roles, right)) throw graphFault('FORBIDDEN');
}

function answer(outcome: NoteOutcome, context: GraphContext): NoteWritten | PatientsRefusal {
  if (outcome.outcome === 'refused') return refusalOf(outcome.refusal);
  context.shows([outcome.note.patientId]);
  return Object.assign(new NoteWritten(), { note: noteFor(context.identity, outcome.note) });
}
