import type { ToldIdentifier } from '../domain/decode/tellings';
import type { BedsTold, Owners, PersonTold, Statement } from './owners';

/** Owners who take everything, and remember the set of what they were told as a fold of it would. */
export class TestOwners implements Owners {
  /** By message and step, what its last decoding said. */
  readonly told = new Map<string, { readonly decoding: number; readonly what: string }>();
  readonly withdrawn: object[] = [];
  readonly known = new Set<string>();
  /** Called before each telling; it may throw. */
  before: (what: string) => void = () => undefined;
  refuse: (what: string, number?: string, input?: unknown) => string | undefined = () => undefined;

  tellPerson(person: Parameters<Owners['tellPerson']>[0], statement: Statement) {
    const number = person.hospitalNumber?.value ?? person.nhsNumber ?? '';
    return this.#tell({ what: 'person', number, input: person }, statement, () => {
      this.known.add(number);
      return this.#patient(number);
    });
  }

  tellMerge(survivor: Parameters<Owners['tellMerge']>[0], retired: ToldIdentifier, statement: Statement) {
    const number = survivor.hospitalNumber?.value ?? '';
    return this.#tell({ what: 'merge', number, input: { survivor, retired } }, statement, () => {
      this.known.add(number).add(retired.value);
      return { survivor: this.#patient(number), retiredId: `patient-${retired.value}` };
    });
  }

  knowsPatient({ value }: ToldIdentifier): Promise<boolean> {
    this.before('knows');
    return Promise.resolve(this.known.has(value));
  }

  tellPatientsMerged(merge: Parameters<Owners['tellPatientsMerged']>[0], statement: Statement) {
    return this.#byBeds('merged', statement, merge);
  }

  tellPatientDetails(patient: Parameters<Owners['tellPatientDetails']>[0], statement: Statement) {
    return this.#byBeds('details', statement, patient);
  }

  tellStay(stay: Parameters<Owners['tellStay']>[0], patient: { readonly patientId: string }, statement: Statement) {
    return this.#byBeds('stay', statement, { stay, patientId: patient.patientId });
  }

  tellSwap(halves: Parameters<Owners['tellSwap']>[0], statement: Statement) {
    return this.#byBeds('swap', statement, halves);
  }

  /** As beds does it: what this decoding says of the stay stands. */
  async tellWithdrawn(stay: Parameters<Owners['tellWithdrawn']>[0], { messageId, decoding }: Statement) {
    await Promise.resolve();
    this.before('withdrawn');
    const refused = this.refuse('withdrawn');
    if (refused !== undefined) return { refused };
    this.withdrawn.push({ messageId, decoding, ...stay });
    return { changed: true, tasks: [] };
  }

  tellBedStatus(status: Parameters<Owners['tellBedStatus']>[0], statement: Statement) {
    return this.#byBeds('bed-status', statement, status);
  }

  /** Everything told that counts, whoever told it when. */
  get set(): readonly string[] {
    return [...this.told.values()].map(({ what }) => what).sort();
  }

  #byBeds(what: string, statement: Statement, input: unknown): Promise<BedsTold | { readonly refused: string }> {
    return this.#tell({ what, input }, statement, () => ({ changed: true, tasks: [] }));
  }

  async #tell<Result extends object>(
    { what, number, input }: { readonly what: string; readonly number?: string; readonly input: unknown },
    { messageId, decoding, index, order }: Statement,
    result: () => Result,
  ): Promise<Result | { readonly refused: string }> {
    await Promise.resolve();
    this.before(what);
    const refused = this.refuse(what, number, input);
    if (refused !== undefined) return { refused };
    const key = `${messageId}:${index}:${what}`;
    if ((this.told.get(key)?.decoding ?? 0) <= decoding) {
      this.told.set(key, { decoding, what: `${order} ${what} ${JSON.stringify(input)}` });
    }
    return result();
  }

  #patient(number: string): PersonTold {
    return { patientId: `patient-${number}`, revision: 0, restricted: false, deceased: false, changed: true };
  }
}
