import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { Clock } from '@flow/platform/time/clock';
import type { GraphQLSchema } from 'graphql';
import type { PatientDirectory, TaskList } from '../../application/ports';
import type { PatientDeps } from '../../application/tell-person';
import { createPatientLoader } from './patient-loader';
import { mustLookUp, PatientResolver, show } from './patient-resolver';
import { TaskResolver } from './task-resolver';
import { TellResolver } from './tell-resolver';

export interface SchemaDeps {
  readonly tellings: PatientDeps;
  readonly directory: PatientDirectory;
  readonly tasks: TaskList;
  readonly clock: Clock;
}

/** The part of the graph that this service answers for. */
export function buildPatientsSchema({ tellings, directory, tasks, clock }: SchemaDeps): GraphQLSchema {
  const load = createPatientLoader(directory);
  return buildSubgraph({
    name: 'patients',
    resolvers: [
      new PatientResolver({ directory, tellings, load }),
      new TaskResolver({ tasks, load }),
      new TellResolver({ tellings, clock }),
    ],
    references: {
      async Patient({ id }, context) {
        mustLookUp(context);
        const found = await load(String(id), context);
        return found === null ? null : show(found, context).patient;
      },
    },
  });
}
