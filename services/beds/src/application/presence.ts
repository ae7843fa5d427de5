import type { BookState } from '../domain/book/state';
import type { StayStatus } from '../domain/stay/told-stay';

/** Whose stays concern people now. */
export interface Presence {
  /** Those of the patients who are in, on leave or expected. */
  among(patientIds: readonly string[]): Promise<readonly string[]>;
}

export interface PresenceDeps {
  readonly bookNow: () => Promise<Pick<BookState, 'staysOfPatient'>>;
  /** How the stays of a patient stand, as the documents have them. */
  readonly statusesOf: (patientId: string) => Promise<readonly StayStatus[]>;
}

const NOT_OVER: readonly StayStatus[] = ['expected', 'current', 'on-leave'];

export const createPresence = ({ bookNow, statusesOf }: PresenceDeps): Presence => ({
  async among(patientIds) {
    const { staysOfPatient } = await bookNow();
    const found = patientIds.map(async (id) => {
      const isIn = (staysOfPatient.get(id) ?? []).length > 0;
      return isIn || (await statusesOf(id)).some((status) => NOT_OVER.includes(status)) ? [id] : [];
    });
    return (await Promise.all(found)).flat();
  },
});
