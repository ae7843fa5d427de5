import { until } from '@flow/platform/running/testing';
import { manager, type Instance } from './beds-in-test';

export const WARD = `query ($wardId: ID!, $minVersion: String) { wardBoard(wardId: $wardId, minVersion: $minVersion) {
  version behind ward { id counts { beds available occupied waiting toSettle } cells { bedId unconfirmedByIpm } } bays { code }
  beds { id label reads occupantCount oxygen kind version hold { reason patient { id } }
    occupants { stayId family given restricted confirmed provisional unconfirmedByIpm toldWardId toldBedId concerns version patient { id } } }
  waiting { family stayId restricted } age { completeUpTo reasons lastHeardAt } } }`;

interface Occupant {
  readonly stayId: string | null;
  readonly family: string | null;
  readonly restricted: boolean;
  readonly unconfirmedByIpm: boolean | null;
  readonly concerns: readonly string[] | null;
  readonly version: string | null;
}
export interface Board {
  readonly version: string;
  readonly behind: boolean;
  readonly ward: {
    readonly counts: Readonly<Record<string, number>>;
    readonly cells: readonly { readonly bedId: string; readonly unconfirmedByIpm: boolean }[];
  };
  readonly beds: readonly {
    readonly id: string;
    readonly label: string;
    readonly reads: string;
    readonly version: string;
    readonly occupants: readonly Occupant[];
    readonly hold: { readonly reason: string } | null;
  }[];
  readonly waiting: readonly Occupant[];
  readonly age: { readonly completeUpTo: string | null; readonly reasons: readonly string[] };
}

/** The board of a ward at that version or later. */
export async function wardOn(instance: Instance, wardId: string, minVersion?: string, who = manager): Promise<Board> {
  const { data, errors } = await instance.ask(who, WARD, { wardId, minVersion });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.['wardBoard'] as Board;
}

export const bedIn = (board: Board, id: string) => board.beds.find((bed) => bed.id === id);

/** The board once the names of everybody on it have come. */
export async function namedOn(instance: Instance, wardId: string, version: string): Promise<Board> {
  let board = await wardOn(instance, wardId, version);
  await until(async () => {
    board = await wardOn(instance, wardId, version);
    return board.beds.every(({ occupants }) => occupants.every(({ family }) => family !== null));
  });
  return board;
}
