import { z } from 'zod';

const WARD =
  'id code name kind counts { beds occupied available surge waiting } cells { code label unconfirmedByIpm uncertain }';
const TOTALS = 'totals { beds occupied reserved awaitingClean cleaning closed }';
const AGE = 'age { at completeUpTo lastHeardAt reasons }';
const BOARD = `version board { wards { ${WARD} } ${TOTALS} ${AGE} }`;

/** The hospital board, live: everything, then what changes. With the version in hand, only what has changed since. */
export const BOARD_DOCUMENT = `subscription HospitalBoard($sinceVersion: String) {
  hospitalBoard(sinceVersion: $sinceVersion) {
    __typename
    ... on HospitalBoardSnapshot { ${BOARD} }
    ... on HospitalBoardResync { ${BOARD} }
    ... on HospitalBoardChanges { version wards { ${WARD} } ${TOTALS} }
    ... on HospitalBoardDetails { wards { ${WARD} } }
    ... on BoardHeartbeat { version ${AGE} }
  }
}`;

const ward = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  counts: z.object({
    beds: z.number(),
    occupied: z.number(),
    available: z.number(),
    surge: z.number(),
    waiting: z.number(),
  }),
  cells: z.array(
    z.object({ code: z.string(), label: z.string(), unconfirmedByIpm: z.boolean(), uncertain: z.boolean() }),
  ),
});
const totals = z.object({
  beds: z.number(),
  occupied: z.number(),
  reserved: z.number(),
  awaitingClean: z.number(),
  cleaning: z.number(),
  closed: z.number(),
});
const age = z.object({
  at: z.string(),
  completeUpTo: z.string().nullable(),
  lastHeardAt: z.string().nullable(),
  reasons: z.array(z.string()),
});
const whole = { version: z.string(), board: z.object({ wards: z.array(ward), totals, age }) };

const frame = z.discriminatedUnion('__typename', [
  z.object({ __typename: z.literal('HospitalBoardSnapshot'), ...whole }),
  z.object({ __typename: z.literal('HospitalBoardResync'), ...whole }),
  z.object({ __typename: z.literal('HospitalBoardChanges'), version: z.string(), wards: z.array(ward), totals }),
  z.object({ __typename: z.literal('HospitalBoardDetails'), wards: z.array(ward) }),
  z.object({ __typename: z.literal('BoardHeartbeat'), version: z.string(), age }),
]);
export const boardAnswer = z.object({ hospitalBoard: frame });

export type BoardFrame = z.output<typeof frame>;
export type WardOnBoard = z.output<typeof ward>;
export type Totals = z.output<typeof totals>;
export type Age = z.output<typeof age>;
