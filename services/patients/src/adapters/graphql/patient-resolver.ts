import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { currentPerson, recordsOfPerson } from '../../application/follow-merges';
import { findByClaim, type FindByClaimDeps } from '../../application/find-by-claim';
import type { FoundPatient, PatientDirectory } from '../../application/ports';
import { isPatientId } from '../../domain/ids';
import { readNhsNumber } from '../../domain/nhs-number';
import { PatientBy } from './patient-by';
import type { LoadPatient } from './patient-loader';
import { Patient, PersonDetails } from './patient-types';
import { shownTo } from './show-patient';

export interface PatientResolverDeps {
  readonly directory: PatientDirectory;
  readonly tellings: FindByClaimDeps;
  readonly load: LoadPatient;
}

const MOST_DETAILS = 100;

export function mustLookUp({ identity }: GraphContext): void {
  if (!may(identity.roles, 'patients.look-up')) throw graphFault('FORBIDDEN');
}

/** What this asker is shown of somebody, who is reported where that says who it is. */
export function show(found: FoundPatient, context: GraphContext): { patient: Patient; identified: boolean } {
  const { patient, identified } = shownTo(context.identity, found);
  if (identified) context.shows([found.person.patientId]);
  return { patient, identified };
}

@Resolver(() => Patient)
export class PatientResolver {
  constructor(private readonly deps: PatientResolverDeps) {}

  @Query(() => Patient, {
    nullable: true,
    description:
      'The patient in use now whom an id or a number names. A number finds a restricted patient only for those who may know who it is.',
  })
  async patient(@Ctx() context: GraphContext, @Arg('by', () => PatientBy) by: PatientBy): Promise<Patient | null> {
    mustLookUp(context);
    const found = await this.find(by, context);
    if (found === null) return null;
    const { patient, identified } = show({ ...found, patientId: found.person.patientId }, context);
    // Whoever knows a number would learn from the id which bed its restricted patient has.
    return identified || by.id !== undefined ? patient : null;
  }

  private async find(
    { id, nhsNumber, hospitalNumber }: PatientBy,
    context: GraphContext,
  ): Promise<FoundPatient | null> {
    const { directory, load, tellings } = this.deps;
    if (id !== undefined) return load(id, context);
    if (hospitalNumber !== undefined) {
      // The documents may be a moment behind: whoever was just registered is there all the same.
      const found = await directory.byHospitalNumber(hospitalNumber);
      return found ?? (await findByClaim(tellings, hospitalNumber)) ?? null;
    }
    const reading = readNhsNumber(nhsNumber ?? '');
    if (reading.valid) return (await directory.byNhsNumber(reading.number)) ?? null;
    throw graphFault(
      'BAD_USER_INPUT',
      'An NHS number has ten digits, the last of which checks the others. This one does not.',
    );
  }

  @Query(() => [PersonDetails], {
    nullable: true,
    description: 'What our other services show of patients: at most 100. Whoever is not known is left out.',
  })
  @Directive('@inaccessible')
  async personDetails(
    @Ctx() context: GraphContext,
    @Arg('ids', () => [ID]) ids: readonly string[],
  ): Promise<readonly PersonDetails[]> {
    if (!may(context.identity.roles, 'patients.tell')) throw graphFault('FORBIDDEN');
    if (ids.length > MOST_DETAILS) throw graphFault('BAD_USER_INPUT', 'Ask for at most 100 patients at once.');
    const found = await Promise.all(ids.map((id) => this.detailsOf(id)));
    const known = found.filter((one) => one !== undefined);
    context.shows(known.map(({ patientId }) => patientId));
    return known;
  }

  @Query(() => [ID], {
    nullable: true,
    description: 'Every id under which the person whom this one names was ever known, the one in use first.',
  })
  @Directive('@inaccessible')
  async patientRecords(@Ctx() context: GraphContext, @Arg('id', () => ID) id: string): Promise<readonly string[]> {
    if (!may(context.identity.roles, 'patients.tell')) throw graphFault('FORBIDDEN');
    return isPatientId(id) ? recordsOfPerson(this.deps.tellings.patients, id) : [];
  }

  /** From the events, not the documents: what was told a moment ago is asked for at once. */
  private async detailsOf(id: string): Promise<PersonDetails | undefined> {
    const current = isPatientId(id) ? await currentPerson(this.deps.tellings.patients, id) : undefined;
    if (current === undefined) return undefined;
    const { name, sex, birthDate, restricted, death } = current.person;
    return Object.assign(new PersonDetails(), {
      patientId: id,
      family: name.family,
      given: name.given,
      sex,
      birthDate,
      restricted,
      deceased: death !== null,
      revision: current.revision,
    });
  }
}
