import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { findRecords } from '../../application/find-records';
import { currentPerson } from '../../application/follow-merges';
import { orderErasure, type ErasureRefusal, type OrderErasureDeps } from '../../application/order-erasure';
import { ERASURE_PARTS, nextPart, type Erasure as ErasureOrder } from '../../domain/erasure';
import { isPatientId, type PatientId } from '../../domain/ids';
import {
  ErasePatientInput,
  ErasePatientResult,
  Erasure,
  ErasurePartDone,
  ErasurePreview,
  partName,
} from './erasure-types';
import { COMMON_SENTENCES, patientsRefusal, type PatientsRefusal } from './patients-refusal';

export interface ErasureResolverDeps {
  readonly ordering: OrderErasureDeps;
  readonly notesAbout: (patientIds: readonly PatientId[], limit: number) => Promise<number>;
  readonly clock: Clock;
}

const SENTENCES: Readonly<Record<ErasureRefusal, string>> = {
  ...COMMON_SENTENCES,
  PATIENT_PRESENT: 'The patient is in, on leave or expected. Nobody like that is erased.',
  MERGE_UNDONE:
    'A merge with another patient was undone, and that patient’s record has a copy of this one. Erase both, or neither.',
};
const MOST_NOTES = 1000;

function mustErase({ identity }: GraphContext): void {
  if (!may(identity.roles, 'patients.erase')) throw graphFault('FORBIDDEN');
}

/** Erasure, for whoever answers for what is known of people. */
@Resolver()
export class ErasureResolver {
  constructor(private readonly deps: ErasureResolverDeps) {}

  @Query(() => ErasurePreview, { nullable: true, description: 'Who an id names, before they are erased.' })
  async erasurePreview(
    @Ctx() context: GraphContext,
    @Arg('patientId', () => ID) id: string,
  ): Promise<ErasurePreview | null> {
    mustErase(context);
    const { patients, peers } = this.deps.ordering;
    const [found, current] = isPatientId(id)
      ? [await findRecords(patients, id), await currentPerson(patients, id)]
      : [undefined, undefined];
    if (found === undefined || current === undefined) return null;
    const patientIds = found.records.map(({ patientId }) => patientId);
    context.shows([found.survivor]);
    const { name, birthDate } = current.person;
    const shown = [name.given, name.family].filter((part) => part !== null).join(' ');
    return Object.assign(new ErasurePreview(), {
      patientId: found.survivor,
      name: shown === '' ? null : shown,
      birthDate,
      records: patientIds.length,
      notes: await this.deps.notesAbout(patientIds, MOST_NOTES),
      present: (await peers.present(patientIds)).length > 0,
    });
  }

  @Query(() => Erasure, {
    nullable: true,
    description: 'How far the erasure of a patient is; null where none was ordered.',
  })
  async erasure(@Ctx() context: GraphContext, @Arg('patientId', () => ID) id: string): Promise<Erasure | null> {
    mustErase(context);
    if (!isPatientId(id)) return null;
    const { erasures, erased } = this.deps.ordering;
    const found = (await erasures.load(id)).state ?? (await erased(id));
    return found ? erasureFrom(found) : null;
  }

  @Mutation(() => ErasePatientResult, {
    nullable: true,
    description: 'Erases a patient everywhere, for good. Ordered once more, it is as it was.',
  })
  async erasePatient(
    @Ctx() context: GraphContext,
    @Arg('input', () => ErasePatientInput) input: ErasePatientInput,
  ): Promise<Erasure | PatientsRefusal> {
    mustErase(context);
    const { ordering, clock } = this.deps;
    const { idempotencyKey, patientId, reason } = input;
    const command = commandContextOf({ context, mutation: 'erasePatient', idempotencyKey, input, clock });
    if (!isPatientId(patientId)) return refusalOf('PATIENT_UNKNOWN');
    const order = { patientId, reason, by: context.identity.subject, at: clock.now() };
    const ordered = await orderErasure(ordering, order, command);
    if (ordered.outcome === 'refused') return refusalOf(ordered.code);
    // Nobody is shown any more, but whom it was about belongs in the audit.
    context.shows(ordered.erasure.patientIds);
    return erasureFrom(ordered.erasure);
  }
}

const refusalOf = (code: ErasureRefusal): PatientsRefusal => patientsRefusal(code, SENTENCES[code]);

function erasureFrom(erasure: ErasureOrder): Erasure {
  const { patientId, patientIds, reason, by, at, done } = erasure;
  const due = ERASURE_PARTS.filter((part) => !done.some((one) => one.part === part));
  return Object.assign(new Erasure(), {
    ...{ patientId, patientIds, reason, orderedAt: at, orderedBy: by, due: due.map(partName) },
    state: stateOf(erasure),
    done: done.map(({ part, at: doneAt, removed = null, pending = false }) =>
      Object.assign(new ErasurePartDone(), { part: partName(part), at: doneAt, removed, pending }),
    ),
  });
}

function stateOf(erasure: ErasureOrder): Erasure['state'] {
  if (nextPart(erasure) !== undefined) return 'UNDER_WAY';
  return erasure.done.some(({ pending }) => pending) ? 'WAITS_FOR_ENGINES' : 'FINISHED';
}
