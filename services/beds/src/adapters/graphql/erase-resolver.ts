import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
import type { Presence } from '../../application/presence';

@InputType({ description: 'Whose names go. Asked again, nothing is left to do.' })
class DropPatientDetailsInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => [ID])
  patientIds!: string[];
}

export interface EraseDeps {
  readonly presence: Presence;
  readonly details: { drop(patientIds: readonly string[]): Promise<void> };
}

function mustTell({ identity }: GraphContext): void {
  if (!may(identity.roles, 'beds.tell')) throw graphFault('FORBIDDEN');
}

/** The part of an erasure that is ours: stays and the book name patients by ids, so that only names go. */
@Resolver()
export class EraseResolver {
  constructor(private readonly deps: EraseDeps) {}

  @Query(() => [ID], { nullable: true, description: 'Those of the patients who are in, on leave, or expected.' })
  @Directive('@inaccessible')
  presentPatients(
    @Ctx() context: GraphContext,
    @Arg('ids', () => [ID]) ids: readonly string[],
  ): Promise<readonly string[]> {
    mustTell(context);
    return this.deps.presence.among(ids);
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Forgets what the boards show of patients.' })
  @Directive('@inaccessible')
  async dropPatientDetails(
    @Ctx() context: GraphContext,
    @Arg('input', () => DropPatientDetailsInput) { patientIds }: DropPatientDetailsInput,
  ): Promise<boolean> {
    mustTell(context);
    await this.deps.details.drop(patientIds);
    return true;
  }
}
