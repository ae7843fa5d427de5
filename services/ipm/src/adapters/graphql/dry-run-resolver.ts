import 'reflect-metadata';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { HeldDifference } from '../../application/compare-held';
import type { DryRun, DryRunner } from '../../application/dry-run';
import type { MessageDiffs } from '../../application/message-diffs';
import type { MessagePeople, Shown } from '../../application/message-people';
import type { MessageStories } from '../../application/message-stories';
import {
  DryRunInput,
  HeldDifferenceShown,
  MessageDiff,
  MessageDifference,
  MessageDiffKind,
  MessageDryRun,
  MessageDryRunResult,
} from './dry-run-types';
import { mustSeeMessages, mustWorkQuarantine } from './show-message';
import { messageRefusal, type MessageRefusal } from './work-types';

export interface DryRunResolverDeps {
  readonly stories: MessageStories;
  readonly people: MessagePeople;
  readonly dryRun: DryRunner;
  readonly diffs: MessageDiffs;
}

/** What operators look at before they do something about a message. */
@Resolver()
export class DryRunResolver {
  constructor(private readonly deps: DryRunResolverDeps) {}

  @Query(() => MessageDryRunResult, {
    nullable: true,
    description: 'What would be told of a message now, or of an edited text in its place. Tells and writes nothing.',
  })
  async dryRunMessage(
    @Ctx() context: GraphContext,
    @Arg('input', () => DryRunInput) { messageId, editedText }: DryRunInput,
  ): Promise<MessageDryRun | MessageRefusal> {
    mustSeeMessages(context);
    mustWorkQuarantine(context);
    const story = await this.deps.stories.find(messageId);
    if (story === undefined) return messageRefusal({ code: 'MESSAGE_UNKNOWN' });
    const readers = await this.deps.people.readersOf(context.identity, story);
    if (readers.withheld && editedText != null) return messageRefusal({ code: 'RESTRICTED' });
    const mayKnow = async (patientId: string) =>
      readers.withheld || !(await this.deps.people.find(context.identity, { patientId })).hidden;
    const run = await this.deps.dryRun(story, mayKnow, editedText ?? undefined);
    if ('refused' in run) return messageRefusal(run.refused);
    return showDryRun(run, readers, context);
  }

  @Query(() => MessageDiff, { nullable: true, description: 'Null: there is nothing to compare.' })
  async messageDiff(
    @Ctx() context: GraphContext,
    @Arg('messageId', () => ID) messageId: string,
    @Arg('between', () => MessageDiffKind) between: MessageDiffKind,
  ): Promise<MessageDiff | null> {
    mustSeeMessages(context);
    const story = await this.deps.stories.find(messageId);
    if (story === undefined) return null;
    const { diffs, people } = this.deps;
    const readers = await people.readersOf(context.identity, story);
    if (readers.withheld) return Object.assign(new MessageDiff(), { withheld: true, differences: [] });
    const found = await (between === MessageDiffKind.DECODINGS ? diffs.ofDecodings(messageId) : diffs.ofEdit(story));
    if (found === undefined) return null;
    context.shows(readers.patientIds);
    const differences = found.map(({ place, before = null, after = null }) =>
      Object.assign(new MessageDifference(), { place, before, after }),
    );
    return Object.assign(new MessageDiff(), { withheld: false, differences });
  }
}

function showDryRun(run: DryRun, readers: Shown, context: GraphContext): MessageDryRun {
  if (!readers.withheld) context.shows([...new Set([...readers.patientIds, ...run.patientIds])]);
  const { roles } = context.identity;
  const seesHeld = { person: may(roles, 'patients.look-up'), stay: may(roles, 'beds.see-patients') };
  const show = ({ of, id, field, state, told, held }: HeldDifference): HeldDifferenceShown => {
    const values = readers.withheld ? WITHHELD_VALUES : { state, told, held: seesHeld[of] ? held : null };
    return Object.assign(new HeldDifferenceShown(), { of, id: id ?? null, field, ...values });
  };
  return Object.assign(new MessageDryRun(), {
    ...run,
    ...(readers.withheld && WITHHELD_PEOPLE),
    unmappedPlaces: run.unmapped,
    withheld: readers.withheld,
    differences: run.differences.map(show),
  });
}

const WITHHELD_PEOPLE = { patientIds: [], newPatients: 0, stayIds: [] };
const WITHHELD_VALUES = { state: null, told: null, held: null };
