import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import type { Clock } from '@flow/platform/time/clock';
import type { GraphQLSchema } from 'graphql';
import type { NoteList, Notes, PatientDirectory, PatientLog, PatientSearch } from '../../application/ports';
import type { SearchDeps } from '../../application/search-patients';
import type { PatientDeps } from '../../application/tell-person';
import type { PatientTaskKind } from '../../domain/task-kinds';
import { CareMutations } from './care-mutations';
import { ErasureResolver, type ErasureResolverDeps } from './erasure-resolver';
import { HistoryResolver } from './history-resolver';
import { NoteMutations } from './note-mutations';
import { NoteResolver, readNote } from './note-resolver';
import { createPatientLoader } from './patient-loader';
import { mustLookUp, PatientResolver, show } from './patient-resolver';
import { SearchResolver } from './search-resolver';
import { TaskResolver } from './task-resolver';
import { TellResolver } from './tell-resolver';

export interface SchemaDeps {
  readonly tellings: PatientDeps;
  readonly directory: PatientDirectory;
  readonly tasks: TaskSource<PatientTaskKind>;
  readonly notes: Notes;
  readonly noteList: NoteList;
  readonly patientLog: PatientLog;
  readonly search: PatientSearch;
  readonly authority: SearchDeps['authority'];
  readonly erasing: Omit<ErasureResolverDeps, 'clock'>;
  readonly clock: Clock;
}

/** The part of the graph that this service answers for. */
export function buildPatientsSchema(deps: SchemaDeps): GraphQLSchema {
  const { tellings, directory, tasks, notes, noteList, patientLog, search, authority, clock } = deps;
  const load = createPatientLoader(directory);
  const reading = { notes, list: noteList, load };
  return buildSubgraph({
    name: 'patients',
    resolvers: [
      new PatientResolver({ directory, tellings, load }),
      new SearchResolver({ search: { search, authority, directory, streams: tellings }, clock }),
      new CareMutations({ tellings, clock }),
      new HistoryResolver({ log: patientLog, load }),
      new NoteResolver(reading),
      new NoteMutations({ notes: { notes, patients: tellings.patients }, clock }),
      new TaskResolver({ tasks, load }),
      new TellResolver({ tellings, clock }),
      new ErasureResolver({ ...deps.erasing, clock }),
    ],
    references: {
      Note: ({ id }, context) => readNote(reading, String(id), context),
      async Patient({ id }, context) {
        mustLookUp(context);
        const found = await load(String(id), context);
        return found === null ? null : show(found, context).patient;
      },
    },
  });
}
