import type { GraphPeer, PeerRequest } from '@flow/platform/graphql/peer';
import { derivedId } from '@flow/platform/ids/ids';
import { z } from 'zod';

/** What the stand-ins read of a telling; the whole is kept as it came. */
const identifier = z.object({ authority: z.string(), value: z.string() });
const input = z.looseObject({
  idempotencyKey: z.string(),
  hospitalNumber: identifier.optional(),
  nhsNumber: z.string().nullish(),
  survivor: z.looseObject({ hospitalNumber: identifier.optional() }).optional(),
  retired: identifier.optional(),
});
export type ToldInput = z.output<typeof input>;

/** One telling as an owner took it. */
export interface Taken {
  readonly operation: string;
  readonly input: ToldInput;
}

const patientBy = z.object({
  by: z.object({
    id: z.string().optional(),
    nhsNumber: z.string().optional(),
    hospitalNumber: identifier.optional(),
  }),
});

export const patientIdOf = (number: string): string => derivedId('patient', number);
const WHOLE = { revision: 1, changed: true, restricted: false, deceased: false };

/** Owners behind their contracts, who take everything once, however often it is told. */
export class OwnerPeers {
  /** By idempotency key. */
  readonly taken = new Map<string, Taken>();
  readonly known = new Set<string>();
  /** What beds says of the stays of anybody. */
  stays: readonly object[] = [];
  /** Numbers of patients of whom only some may know who they are. */
  readonly restricted = new Set<string>();
  /** Every telling, repeats included. */
  tellings = 0;
  /** Called before each; it may throw, or wait. */
  before: (taken: Taken) => void | Promise<void> = () => undefined;
  /** A code refuses it. */
  refuse: (taken: Taken) => string | undefined = () => undefined;

  readonly peer = (): GraphPeer => ({ execute: (request) => this.#execute(request) });

  taking(operation: string): readonly ToldInput[] {
    return [...this.taken.values()].filter((one) => one.operation === operation).map((one) => one.input);
  }

  async #execute({ document, variables }: PeerRequest): Promise<unknown> {
    const operation = /(?:mutation|query) (\w+)/.exec(document)?.[1] ?? '';
    if (operation === 'KnowsPatient' || operation === 'NamedPatient') return this.#named(variables);
    if (operation === 'HeldPerson') return this.#held(variables);
    if (operation === 'HeldStays') return { _entities: [{ stays: this.stays }] };
    if (operation === 'RestrictedPatients') return this.#details(variables);
    const taken = { operation, input: input.parse(variables['input']) };
    this.tellings += 1;
    await this.before(taken);
    const code = this.refuse(taken);
    if (code !== undefined) return { told: { __typename: 'TellRefusal', code, retry: false } };
    this.taken.set(taken.input.idempotencyKey, taken);
    return { told: this.#answer(taken) };
  }

  #named(variables: PeerRequest['variables']): unknown {
    const { by } = patientBy.parse(variables);
    const number = by.hospitalNumber?.value ?? by.nhsNumber ?? this.#numberOf(by.id ?? '');
    const restricted = this.restricted.has(number);
    return { patient: this.known.has(number) ? { id: patientIdOf(number), restricted } : null };
  }

  #details(variables: PeerRequest['variables']): unknown {
    const { ids } = z.object({ ids: z.array(z.string()) }).parse(variables);
    const known = ids.filter((id) => this.known.has(this.#numberOf(id)));
    const restricted = (id: string) => this.restricted.has(this.#numberOf(id));
    return { personDetails: known.map((patientId) => ({ patientId, restricted: restricted(patientId) })) };
  }

  #held(variables: PeerRequest['variables']): unknown {
    const { by } = patientBy.parse(variables);
    const told = this.taking('TellPerson').filter((one) => one.hospitalNumber?.value === by.hospitalNumber?.value);
    const last = told.at(-1);
    if (last === undefined) return { patient: null };
    const { family, given } = last as { family?: string; given?: string };
    const id = patientIdOf(last.hospitalNumber?.value ?? '');
    return { patient: { id, restricted: false, name: { family, given }, sex: last['sex'], birthDate: null } };
  }

  #numberOf(id: string): string {
    return [...this.known].find((number) => patientIdOf(number) === id) ?? '';
  }

  #answer({ operation, input: told }: Taken): unknown {
    if (operation === 'TellPerson') return { __typename: 'PersonTold', patientId: this.#knownAs(told), ...WHOLE };
    if (operation === 'TellMerge') {
      const survivorId = this.#knownAs(told.survivor ?? {});
      const retiredId = patientIdOf(told.retired?.value ?? '');
      return { __typename: 'MergeTold', survivorId, retiredId, ...WHOLE };
    }
    const stayId = operation === 'TellStay' ? derivedId('stay', told.idempotencyKey) : '';
    return { __typename: 'StayTold', stayId, changed: true, tasks: [] };
  }

  #knownAs({
    hospitalNumber,
    nhsNumber,
  }: {
    hospitalNumber?: { value: string } | undefined;
    nhsNumber?: unknown;
  }): string {
    const number = hospitalNumber?.value ?? (typeof nhsNumber === 'string' ? nhsNumber : '');
    this.known.add(number);
    return patientIdOf(number);
  }
}
