import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { may } from '@flow/schema/rights';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { NoteList } from '../../application/ports';
import { noteOf, type NoteDeps } from '../../application/write-note';
import type { Note as KeptNote } from '../../domain/note';
import { Note, NoteConnection, NotesArgs } from './note-types';
import type { LoadPatient } from './patient-loader';
import { Patient } from './patient-types';
import { kindsFor, noteFor } from './show-note';
import { maySee } from './show-patient';

export interface NoteReading {
  readonly notes: Pick<NoteDeps, 'notes'>['notes'];
  readonly list: NoteList;
  readonly load: LoadPatient;
}

/** Null for a note of nobody, and for one that is not for whoever asks. */
export async function readNote({ notes, load }: NoteReading, id: string, context: GraphContext): Promise<Note | null> {
  const note = await noteOf({ notes }, id);
  if (note === undefined || !(await mayRead(note, context, load))) return null;
  context.shows([note.patientId]);
  return noteFor(context.identity, note);
}

/** Reasons of break-glass are read by their reviewers, to whom the patient stays unnamed. */
export async function mayRead(
  note: KeptNote,
  { identity, ...rest }: GraphContext,
  load: LoadPatient,
): Promise<boolean> {
  if (!kindsFor(identity).includes(note.kind)) return false;
  if (note.kind === 'BREAK_GLASS_REASON') return true;
  const found = await load(note.patientId, { identity, ...rest });
  return found !== null && maySee(identity, found);
}

/** What is written about patients, to be read. */
@Resolver(() => Patient)
export class NoteResolver {
  constructor(private readonly deps: NoteReading) {}

  @Query(() => Note, { nullable: true, description: 'A note by its id. Null for one that is not yours to read.' })
  async note(@Ctx() context: GraphContext, @Arg('id', () => ID) id: string): Promise<Note | null> {
    if (kindsFor(context.identity).length === 0) throw graphFault('FORBIDDEN');
    return readNote(this.deps, id, context);
  }

  @FieldResolver(() => NoteConnection, {
    nullable: true,
    description: 'What was written about the patient, the newest first. Null where who it is may not be known.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async notes(
    @Root() patient: Patient,
    @Ctx() context: GraphContext,
    @Args(() => NotesArgs) { first, after, kind }: NotesArgs,
  ): Promise<Page<Note> | null> {
    const { identity } = context;
    const kinds = kindsFor(identity).filter((one) => kind === null || kind === undefined || one === kind);
    if (!may(identity.roles, 'patients.see-notes')) throw graphFault('FORBIDDEN');
    const found = await this.deps.load(patient.id, context);
    if (found === null || !maySee(identity, found)) return null;
    const [writtenAt, noteId] = readCursor(after, 2) ?? [];
    const cursor = writtenAt !== undefined && noteId !== undefined ? { after: { writtenAt, noteId } } : {};
    const page = { records: found.records, kinds, limit: readFirst(first) + 1, ...cursor };
    const notes = kinds.length === 0 ? [] : await this.deps.list.of(page);
    if (notes.length > 0) context.shows([found.person.patientId]);
    return pageOf(
      notes.map((note) => noteFor(identity, note)),
      { first, after: 'after' in cursor, keyOf: (note) => [note.writtenAt, note.id] },
    );
  }
}
