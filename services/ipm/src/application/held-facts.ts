import type { PersonFields, ToldIdentifier, ToldPlace } from '../domain/decode/tellings';

/** What the patients service holds of a person, under the names in which messages tell it. */
export interface HeldPerson {
  readonly patientId: string;
  readonly restricted: boolean;
  readonly fields: Readonly<Partial<Record<keyof PersonFields, string | null>>>;
}

/** What beds holds of a stay, under the names in which messages tell it. */
export interface HeldStay {
  readonly stayId: string;
  readonly isOver: boolean;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** What the owners hold now of whom a message tells: asked by us for ourselves. Throws when they do not answer. */
export interface HeldFacts {
  person(number: ToldIdentifier): Promise<HeldPerson | undefined>;
  /** The latest first. */
  staysOf(patientId: string): Promise<readonly HeldStay[]>;
}

/** A place as one text: what both sides of a comparison are written in. */
export const placeText = ({ wardId, bayId, bedId, unmappedPlaceId }: ToldPlace): string =>
  [wardId, bayId, bedId, unmappedPlaceId].filter((part) => part !== undefined).join(' ');
