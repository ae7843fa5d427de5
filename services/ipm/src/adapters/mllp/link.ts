import type { LinkState } from '../../application/link-state';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import type { Partner } from '../partners/read-partner';
import { openListener, type Listener, type ListenerDeps, type OpenListener } from './listener';

type Heard = Pick<LinkState, 'lastHeardAt' | 'lastReceived'>;

/** One partner's port through every change of its file. What is taken stays until something better can be taken. */
export class Link {
  #taken: Partner | undefined;
  #listener: Listener | undefined;
  #heard: Heard = {};
  #problem: string | undefined;

  constructor(
    private readonly name: string,
    private readonly deps: ListenerDeps & { readonly open?: OpenListener },
  ) {}

  /** The configuration that was taken last; it stays when the file goes, for what was received under it. */
  get config(): PartnerConfig | undefined {
    return this.#taken?.config;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get listening(): boolean {
    return this.#listener !== undefined;
  }

  /** True when it was not known before. */
  tell(problem: string): boolean {
    const isNew = problem !== this.#problem;
    this.#problem = problem;
    return isNew;
  }

  /** Rejects with the system's error when the port cannot be had; then the old one serves on, if it could be kept. */
  async take(partner: Partner, graceMs: number): Promise<'as-before' | 'taken' | 'opened'> {
    const before = this.#listener ? this.#taken : undefined;
    if (before && isSame(before, partner)) {
      this.#problem = undefined;
      return 'as-before';
    }
    const stays = before !== undefined && isSameServer(before, partner);
    if (stays) this.#listener?.reconfigure(partner);
    else await this.#move(partner, before, graceMs);
    this.#taken = partner;
    this.#problem = undefined;
    return stays ? 'taken' : 'opened';
  }

  async #move(partner: Partner, before: Partner | undefined, graceMs: number): Promise<void> {
    const old = this.#listener;
    if (before && addressOf(before) === addressOf(partner)) await this.close(graceMs);
    const { open = openListener } = this.deps;
    this.#listener = await open(partner, this.deps);
    if (old) {
      this.#remember(old);
      await old.close(graceMs);
    }
  }

  state(): LinkState {
    const { partner, listening, connections, ...rest } = this.#listener?.state() ?? {
      partner: this.name,
      listening: false,
      connections: 0,
    };
    return {
      ...{ partner, listening, connections, ...this.#heard, ...rest },
      ...(this.config?.completesBoards === false && { completesBoards: false }),
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  async close(graceMs: number): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.close(graceMs);
    if (listener) this.#remember(listener);
  }

  #remember(listener: Listener): void {
    const { lastHeardAt, lastReceived } = listener.state();
    if (lastHeardAt !== undefined && lastReceived !== undefined) this.#heard = { lastHeardAt, lastReceived };
  }
}

const isSame = (one: Partner, other: Partner): boolean =>
  one.config.version === other.config.version && JSON.stringify(one.tls) === JSON.stringify(other.tls);

const addressOf = ({ config: { listen } }: Partner): string => `${listen.host} ${listen.port}`;

/** Whether an open port can go on: whether it is encrypted, and asks for certificates, cannot be changed under connections. */
const isSameServer = (one: Partner, other: Partner): boolean =>
  addressOf(one) === addressOf(other) &&
  (one.tls === undefined) === (other.tls === undefined) &&
  (one.tls?.ca === undefined) === (other.tls?.ca === undefined);
