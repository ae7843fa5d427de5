import { connectMllp, type MllpSender } from '@flow/app/demonstration/mllp-sender';
import { adt } from '../adt';
import { signIn, type Asking } from '../asking';
import { certain } from '../certain';

const COMES_WITHIN_MS = 90_000;

/** Somebody's way through a product that may be gone at any moment. */
export interface Walking {
  /** Rejects unless it was accepted. */
  readonly tell: (message: string) => Promise<void>;
  readonly bea: Asking;
  close(): void;
}

/** Done once or again: what was done before is known again by its control id or its idempotency key. */
export type Step = (walking: Walking) => Promise<void>;

interface Board {
  readonly wardBoard: {
    readonly beds: readonly {
      readonly id: string;
      readonly readiness: string | null;
      readonly occupants: readonly { readonly stayId: string; readonly family: string | null }[];
    }[];
  };
}

const BOARD = `query ($id: ID!) { wardBoard(wardId: $id) { beds { id readiness occupants { stayId family } } } }`;
const DONE = `{ __typename ... on DomainError { code } }`;
const MOVE = `mutation ($input: MovePatientInput!) { done: movePatient(input: $input) ${DONE} }`;
const CLEAN = `mutation ($input: BedInput!) { done: markBedClean(input: $input) ${DONE} }`;

interface Done {
  readonly done: { readonly __typename: string; readonly code?: string };
}

export async function startWalking({
  http,
  mllp,
}: {
  http: string;
  mllp: Readonly<Record<string, number>>;
}): Promise<Walking> {
  const bea = await signIn(http, 'bea');
  let sender: MllpSender | undefined;
  return {
    bea,
    async tell(message) {
      sender ??= await connectMllp('127.0.0.1', mllp['ipm'] ?? 0);
      const code = await sender.send(message);
      if (code !== 'CA' && code !== 'AA') throw new Error(`The interface answered ${code}.`);
    },
    close: () => sender?.close(),
  };
}

async function act(bea: Asking, mutation: string, input: object): Promise<void> {
  const { done } = await bea.ask<Done>(mutation, { input });
  if (done.__typename !== 'BedsActionDone') throw new Error(`Refused: ${JSON.stringify(done)}`);
}

const stayOn = async (bea: Asking, ward: string, family: string): Promise<string> =>
  certain(`${family} is on ${ward}`, COMES_WITHIN_MS, async () => {
    const { wardBoard } = await bea.ask<Board>(BOARD, { id: ward });
    return wardBoard.beds.flatMap(({ occupants }) => occupants).find((occupant) => occupant.family === family)?.stayId;
  });

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * Patient n is admitted, moved by people, transferred, updated, discharged; the beds are cleaned. Ten at most are in the hospital
 * at once. `n` counts from 1.
 */
export function journeyOf(n: number): readonly Step[] {
  const bed = two(1 + (n % 5));
  const moved = two(6 + (n % 5));
  const at = (minute: number): string => {
    const since = n * 10 + minute;
    return `20260102${two(Math.floor(since / 60) % 24)}${two(since % 60)}00`;
  };
  const iso = (minute: number): string =>
    at(minute).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d).*/, '$1-$2-$3T$4:$5:00.000Z');
  const told = (event: string, minute: number, place: readonly [string, string], more: object = {}): Step => {
    const message = adt(event, { controlId: `${event}-${n}`, patient: n, at: place, when: at(minute), ...more });
    return async ({ tell }) => tell(message);
  };
  const cleaned =
    (ward: string, code: string, minute: number): Step =>
    async ({ bea }) => {
      const bedId = `${ward}-${code}`;
      await certain(`${bedId} is empty`, COMES_WITHIN_MS, async () => {
        const { wardBoard } = await bea.ask<Board>(BOARD, { id: ward });
        return wardBoard.beds.find(({ id }) => id === bedId)?.occupants.length === 0 ? true : undefined;
      });
      await act(bea, CLEAN, { idempotencyKey: `clean-${n}-${bedId}`, occurredAt: iso(minute), bedId });
    };
  return [
    told('A01', 0, ['W1', bed]),
    async ({ bea }) => {
      const stayId = await stayOn(bea, 'W1', `Testperson${n}`);
      const to = { bedId: `W1-${moved}`, despite: ['NOT_CLEAN'] };
      await act(bea, MOVE, { idempotencyKey: `move-${n}`, occurredAt: iso(1), stayId, to });
    },
    told('A02', 2, ['W2', bed], { before: ['W1', moved] }),
    async ({ bea }) => {
      await stayOn(bea, 'W2', `Testperson${n}`);
    },
    told('A08', 3, ['W2', bed]),
    told('A03', 4, ['W2', bed], { discharged: true }),
    cleaned('W2', bed, 5),
  ];
}
