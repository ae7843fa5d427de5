import type { CommandContext } from '@flow/platform/decider/handler';
import { EMPTY_BOOK } from '../domain/book/rows';
import type { StayId } from '../domain/ids';
import type { Telling } from '../domain/stay/telling';
import type { ToldStay } from '../domain/stay/told-stay';
import { refused, type Refused, type Told } from './answers';
import type { TellStay, TellSwap } from './beds-inputs';
import { carryOut } from './carry-out';
import { askedBy, versionOf, type BedsDeps } from './deps';
import { foldNow } from './record-deeds';
import { orRefusal, settledOf } from './settled-streams';
import { settleRemarks } from './settle-remarks';
import { stepOf, toldContext } from './steps';
import { stayOfVisit } from './visit';

function tellingOf(input: TellStay): Telling {
  const { partner, messageId, decoding, index, told, order, occurredAt, patient, details } = input;
  const { place, expectedAt, movementAt } = input;
  return {
    ...{ source: { partner, messageId, decoding, index }, told, order, occurredAt, details },
    patientId: patient.patientId,
    ...(place !== undefined && { place }),
    ...(expectedAt !== undefined && { expectedAt }),
    ...(movementAt !== undefined && { movementAt }),
  };
}

interface Heard {
  readonly stayId: StayId;
  readonly input: TellStay;
  readonly changed: boolean;
}

/** The stay takes what is told as told. */
async function hear(deps: BedsDeps, input: TellStay, telling: Telling, context: CommandContext): Promise<Heard> {
  const id = stayOfVisit(input);
  const { events, repeated } = settledOf(await deps.stays.handle(id, { type: 'Tell', stayId: id, telling }, context));
  return { stayId: id, input, changed: events.length > 0 && !repeated };
}

/** The book follows what was heard. It is loaded first, then the stays: an older fold can never follow a newer one. */
async function follow(deps: BedsDeps, heard: readonly Heard[], context: CommandContext): Promise<Told | Refused> {
  let stays: readonly ToldStay[] = [];
  let before = EMPTY_BOOK;
  const done = await carryOut(
    deps,
    async (state) => {
      before = state;
      const folded = await Promise.all(heard.map((one) => foldNow(deps, state, one.stayId, context)));
      stays = folded.filter((stay) => stay !== undefined);
      const patients = heard.map(({ input }) => input.patient);
      return { type: 'Reconcile', stays, patients, ...askedBy(deps, context) };
    },
    context,
  );
  if (done.outcome === 'refused') return done;
  const remarks = await Promise.all(
    stays.map((stay) => {
      const { stayId } = stay;
      return settleRemarks(deps, { stayId, stay, before: before.stays.get(stayId)?.remarks }, context);
    }),
  );
  return {
    outcome: 'told',
    stayId: heard[0]?.stayId ?? null,
    version: versionOf(deps, done.position),
    changed: done.changed || heard.some(({ changed }) => changed),
    tasks: [...new Set([...done.tasks, ...remarks.flat()])],
  };
}

const saidBy = (input: TellStay): object => ({ ...input, patient: undefined });

/**
 * Takes one statement of iPM about a stay: first the stay's own stream has it, then the book is brought into line, then what
 * people have to settle is raised. A crash anywhere is mended by telling it again.
 */
export function tellStay(deps: BedsDeps, input: TellStay, asked: CommandContext): Promise<Told | Refused> {
  const context = toldContext(asked, saidBy(input));
  return orRefusal(async () => follow(deps, [await hear(deps, input, tellingOf(input), context)], context));
}

/** Two patients exchange their places: two stays hear of it, and the book moves both in one event. */
export function tellSwap(deps: BedsDeps, { first, second }: TellSwap, asked: CommandContext): Promise<Told | Refused> {
  if (stayOfVisit(first) === stayOfVisit(second)) return Promise.resolve(refused({ code: 'INVALID_INPUT' }));
  const context = toldContext(asked, [first, second].map(saidBy));
  return orRefusal(async () => {
    const heard: Heard[] = [];
    for (const half of [first, second]) {
      const telling: Telling = { ...tellingOf(half), exchange: true };
      heard.push(await hear(deps, half, telling, stepOf(context, 'half', stayOfVisit(half), context.commandId)));
    }
    return follow(deps, heard, context);
  });
}
