import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import type { CommandContext } from '@flow/platform/decider/handler';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
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
  /** Has every instance let go of the names that it holds of those on a board. */
  readonly outdate: (patientIds: readonly string[], context: CommandContext) => Promise<void>;
  readonly clock: Clock;
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
    @Arg('input', () => DropPatientDetailsInput) input: DropPatientDetailsInput,
  ): Promise<boolean> {
    mustTell(context);
    const { idempotencyKey, patientIds } = input;
    const { details, outdate, clock } = this.deps;
    await details.drop(patientIds);
    await outdate(
      patientIds,
      commandContextOf({ context, mutation: 'dropPatientDetails', idempotencyKey, input, clock }),
    );
    return true;
  }
}
