import type { Decoding, Step, UnmappedPlace, Warning } from '../domain/decode/decoding';
import type { PersonTelling, ToldIdentifier } from '../domain/decode/tellings';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { Outcome } from '../domain/ledger/settlement';
import { comparePerson, compareStay, type HeldDifference } from './compare-held';
import { contentNow } from './content-now';
import type { HeldFacts, HeldPerson, HeldStay } from './held-facts';
import { createLaneAliases } from './lane-aliases';
import type { LaneOf } from './lane-names';
import type { MessageStory } from './message-stories';
import { readEdit, type EditRefusal } from './read-edit';
import type { MessageReader } from './read-message';
import type { LaneRecords, Ledgers, Partners, ReceivedMessages } from './records';
import { aheadOf } from './settle';

/** What would be told of a message now, and to what it would come as far as can be known without telling it. */
export interface DryRun {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly configVersion: string;
  /** `stay ADMITTED`: what is told, without what it says. */
  readonly steps: readonly string[];
  readonly warnings: readonly Warning[];
  readonly unmapped: readonly UnmappedPlace[];
  /** Patients whom its numbers name already. */
  readonly patientIds: readonly string[];
  /** How many it would be the first to tell of. */
  readonly newPatients: number;
  readonly stayIds: readonly string[];
  readonly differences: readonly HeldDifference[];
}

export type DryRunAnswer = DryRun | { readonly refused: EditRefusal };

/** Whether the asker may know that there is this patient. To others a number of theirs is nobody's. */
export type MayKnow = (patientId: string) => Promise<boolean>;

/** Reads a message, or an edited text in its place, and compares. Writes and tells nothing. */
export type DryRunner = (story: MessageStory, mayKnow: MayKnow, editedText?: string) => Promise<DryRunAnswer>;

export interface DryRunDeps {
  readonly inbox: ReceivedMessages;
  readonly ledgers: Pick<Ledgers, 'load'>;
  readonly lanes: Pick<LaneRecords, 'load'>;
  readonly partners: Partners;
  readonly read: MessageReader;
  readonly held: HeldFacts;
  readonly laneOf: LaneOf;
}

export function createDryRunner(deps: DryRunDeps): DryRunner {
  return async (story, mayKnow, editedText) => {
    const entry = await deps.inbox.read(story.source, story.messageId);
    const content = await contentOf(deps, entry, editedText);
    if ('refused' in content) return content;
    const { decoding, configVersion } = deps.read(content);
    if (decoding.outcome !== 'tell') return untold(decoding, configVersion);
    const { hides, ...compared } = await compare(deps.held, decoding.steps, { story, mayKnow });
    return {
      ...(await endOf(deps, story.messageId, decoding, { ...compared, hides })),
      ...{ configVersion, warnings: decoding.warnings, unmapped: decoding.unmapped },
      steps: decoding.steps.map(stepText),
      ...compared,
    };
  };
}

async function contentOf(
  { ledgers, partners }: DryRunDeps,
  entry: InboxEvent,
  editedText: string | undefined,
): Promise<InboxEvent | { readonly refused: EditRefusal }> {
  if (editedText === undefined) return contentNow(entry, (await ledgers.load(entry.messageId)).edit);
  const edited = readEdit(entry, editedText, partners);
  if ('code' in edited) return { refused: edited };
  return entry.type === 'frame-received.v1' ? { ...entry, ...edited } : entry;
}

const NOBODY = { patientIds: [], newPatients: 0, stayIds: [], differences: [] } as const;

function untold(decoding: Exclude<Decoding, { outcome: 'tell' }>, configVersion: string): DryRun {
  const said = { outcome: decoding.outcome, configVersion, steps: [], warnings: [], unmapped: [], ...NOBODY };
  if (decoding.outcome === 'ignored') return { ...said, reason: decoding.rule };
  return { ...said, reason: decoding.outcome === 'held' ? decoding.heldFor : decoding.reason };
}

type Told = Extract<Decoding, { outcome: 'tell' }>;
type Compared = Pick<DryRun, 'patientIds' | 'newPatients' | 'stayIds' | 'differences'> & {
  /** Somebody whom the asker may not know of. */
  readonly hides: boolean;
};

/** What stands in the way that we know ourselves. What the owners would say no to, only telling them tells. */
async function endOf(
  { lanes, ledgers, laneOf }: DryRunDeps,
  messageId: string,
  { lanes: numbers, steps }: Told,
  { newPatients, hides }: Pick<Compared, 'newPatients' | 'hides'>,
): Promise<Pick<DryRun, 'outcome' | 'reason'>> {
  const isSwap = steps.some(({ step }) => step === 'swap');
  if (isSwap && newPatients > 0) return { outcome: 'quarantined', reason: 'PATIENT_UNKNOWN' };
  if (hides) return { outcome: 'applied', reason: null };
  const aliases = createLaneAliases(lanes);
  const names = [...new Set(numbers.map(laneOf))];
  await aliases.learn(names);
  for (const name of new Set([...names, ...aliases.current(names)])) {
    const ahead = await aheadOf({ lanes, ledgers, aliases }, messageId, name);
    if (ahead.some(({ isThere }) => isThere)) return { outcome: 'quarantined', reason: 'BEHIND_QUARANTINED' };
  }
  return { outcome: 'applied', reason: null };
}

const numberOf = ({ hospitalNumber, nhsNumber }: PersonTelling): ToldIdentifier | undefined =>
  hospitalNumber ?? (typeof nhsNumber === 'string' ? { authority: 'NHS', value: nhsNumber } : undefined);

const personsIn = (steps: readonly Step[]): readonly PersonTelling[] =>
  steps.flatMap((step) => {
    if (step.step === 'person') return [step.person];
    return step.step === 'merge' ? [step.survivor] : [];
  });

async function compare(
  held: HeldFacts,
  steps: readonly Step[],
  { story, mayKnow }: { readonly story: MessageStory; readonly mayKnow: MayKnow },
): Promise<Compared> {
  const persons = personsIn(steps);
  const found = await Promise.all(
    persons.map(async (person) => {
      const number = numberOf(person);
      return number && held.person(number);
    }),
  );
  const known = await Promise.all(
    found.map(async (person) => (person && (await mayKnow(person.patientId)) ? person : undefined)),
  );
  const stays = await Promise.all(known.map(async (person) => person && held.staysOf(person.patientId)));
  const told = steps.flatMap((step) => {
    if (step.step === 'stay') return [{ stay: step.stay, held: stayMeant(stays[step.person], story) }];
    if (step.step !== 'swap') return [];
    return [step.first, step.second].map((stay, nth) => ({ stay, held: stayMeant(stays[nth], story) }));
  });
  return {
    ...peopleOf(known),
    hides: known.some((person, nth) => person !== found[nth]),
    stayIds: told.flatMap((one) => one.held?.stayId ?? []),
    differences: [
      ...persons.flatMap((person, nth) => comparePerson(person, known[nth])),
      ...told.flatMap((one) => compareStay(one.stay, one.held)),
    ],
  };
}

const peopleOf = (known: readonly (HeldPerson | undefined)[]): Pick<DryRun, 'patientIds' | 'newPatients'> => ({
  patientIds: known.flatMap((person) => person?.patientId ?? []),
  newPatients: known.filter((person) => person === undefined).length,
});

/** The one that it told of before, else the only one that is not over: which visit is which, beds alone knows. */
function stayMeant(stays: readonly HeldStay[] | undefined, { effects }: MessageStory): HeldStay | undefined {
  const before = new Set(effects.flatMap(({ stayId }) => stayId ?? []));
  const open = stays?.filter(({ isOver }) => !isOver) ?? [];
  return stays?.find(({ stayId }) => before.has(stayId)) ?? (open.length === 1 ? open[0] : undefined);
}

function stepText(step: Step): string {
  switch (step.step) {
    case 'stay':
      return `stay ${step.stay.told}`;
    case 'swap':
      return `swap ${step.first.told} ${step.second.told}`;
    case 'task':
      return `task ${step.kind}`;
    case 'bed-status':
      return `bed-status ${step.status.status}`;
    case 'person':
    case 'merge':
    case 'details':
      return step.step;
  }
}
