import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Readiness } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import type { Clock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { LinkObserver } from '../../application/link-observer';
import type { LinkState } from '../../application/link-state';
import type { Receiver } from '../../application/receive';
import type { Partners } from '../../application/records';
import { readPartnerFiles, type ReadFile } from '../partners/partner-files';
import type { Partner } from '../partners/read-partner';
import { systemCode } from '../system-code';
import { Link } from './link';
import type { OpenListener } from './listener';

export interface ListenersDeps {
  /** Of the partners' files, each `<name>.json`. */
  readonly folder: string;
  readonly receiver: Receiver;
  readonly observer: LinkObserver;
  readonly clock: Clock;
  readonly log: Log;
  /** How often the folder is looked at for changes. */
  readonly pollMs?: number;
  /** What opens a partner's port, if not `openListener`. */
  readonly open?: OpenListener;
}

/** Every partner's port, open, by the files of a folder. */
export interface RunningListeners extends Partners {
  /** Of the partners that have a file, by name. */
  states(): readonly LinkState[];
  readiness(): Readiness;
  /** Looks at the folder now. */
  refresh(): Promise<void>;
  /** Takes no more, answers what was received, and closes, within 5 s. Safe to call twice. */
  stop(): Promise<void>;
}

const POLL_MS = 2_000;
/** With what comes before and after it, within the 10 s of a stop. */
const GRACE_MS = 4_500;
/** Of a port that moves: its partner sends again what is not answered. */
const MOVE_GRACE_MS = 2_000;

/**
 * Opens the port of each partner and goes on looking at the folder: a changed file is taken without a restart, a faulty
 * one is refused with all its faults and the old one stays. At the start a faulty file costs its own partner only; a port
 * that is taken is an OperatorError.
 */
export async function startListeners(deps: ListenersDeps): Promise<RunningListeners> {
  const listeners = new FolderListeners(deps);
  try {
    await listeners.open();
  } catch (error) {
    await listeners.stop();
    throw error;
  }
  return listeners;
}

class FolderListeners implements RunningListeners {
  readonly #links = new Map<string, Link>();
  #named: ReadonlySet<string> = new Set();
  readonly #stopping = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ListenersDeps) {}

  async open(): Promise<void> {
    await this.#look(this.#throwing);
    void this.#poll();
  }

  config(name: string) {
    return this.#links.get(name)?.config;
  }

  states(): readonly LinkState[] {
    return [...this.#named].flatMap((name) => this.#links.get(name)?.state() ?? []);
  }

  readiness(): Readiness {
    const silent = this.states().some(({ listening }) => !listening);
    return silent ? { ready: false, reason: 'A partner’s port is not open.' } : { ready: true };
  }

  refresh(): Promise<void> {
    this.#work = this.#work.then(() => (this.#stopping.signal.aborted ? undefined : this.#look(this.#telling)));
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
    await Promise.all([...this.#links.values()].map((link) => link.close(GRACE_MS)));
  }

  async #poll(): Promise<void> {
    const { pollMs = POLL_MS } = this.deps;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await wait(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
      await this.refresh();
    }
  }

  async #look(onClosed: (partner: Partner, cause: unknown) => void): Promise<void> {
    const files = await this.#files();
    for (const file of files ?? []) {
      if ('refused' in file) this.#refuse(file.name, file.refused);
      else await this.#take(file.partner, onClosed);
    }
    if (files) await this.#leave(new Set(files.map(({ name }) => name)));
  }

  /** Undefined when the folder cannot be read: then everything stays as it is. At the start it throws. */
  async #files(): Promise<readonly ReadFile[] | undefined> {
    try {
      return await readPartnerFiles(this.deps.folder);
    } catch (error) {
      if (this.#named.size === 0) throw error;
      this.deps.log.error('The folder of partners cannot be read; its partners stay as they are.', { error });
      return undefined;
    }
  }

  #refuse(name: string, error: OperatorError & { readonly faults: readonly string[] }): void {
    if (this.#link(name).tell(`The file is refused: ${error.faults.join('; ')}`)) {
      this.deps.log.error('A partner’s file is refused; what was taken before stays.', { partner: name, error });
    }
  }

  async #take(partner: Partner, onClosed: (partner: Partner, cause: unknown) => void): Promise<void> {
    const { name, version } = partner.config;
    const link = this.#link(name);
    try {
      const done = await link.take(partner, MOVE_GRACE_MS);
      if (done === 'as-before') return;
      const { port } = link.state();
      this.deps.log.info('A partner’s file is taken.', { partner: name, version, port, outcome: done });
    } catch (cause) {
      onClosed(partner, cause);
    }
  }

  /** A partner whose file has gone is heard no longer. */
  async #leave(named: ReadonlySet<string>): Promise<void> {
    const gone = [...this.#named].filter((name) => !named.has(name));
    this.#named = named;
    for (const name of gone) {
      await this.#links.get(name)?.close(MOVE_GRACE_MS);
      this.deps.log.warn('A partner’s file has gone; its port is closed.', { partner: name });
    }
  }

  #link(name: string): Link {
    const link = this.#links.get(name) ?? new Link(name, this.deps);
    this.#links.set(name, link);
    return link;
  }

  /** Who of our own partners has the port. */
  #otherAt({ config: { name, listen } }: Partner): string | undefined {
    const has = ([other, link]: readonly [string, Link]): boolean =>
      other !== name && link.listening && link.state().port === listen.port;
    return [...this.#links].find(has)?.[0];
  }

  readonly #throwing = (partner: Partner, cause: unknown): void => {
    const file = join(this.deps.folder, `${partner.config.name}.json`);
    throw new OperatorError(closedPort(partner, cause, { file, other: this.#otherAt(partner) }), { cause });
  };

  readonly #telling = (partner: Partner, cause: unknown): void => {
    const { name, listen } = partner.config;
    const error = new OperatorError(
      closedPort(partner, cause, { file: `${name}.json`, other: this.#otherAt(partner) }),
      {
        cause,
      },
    );
    if (this.#link(name).tell(error.message)) {
      this.deps.log.error('A partner’s port cannot be opened; what was taken before stays.', {
        ...{ partner: name, port: listen.port, error },
      });
    }
  };
}

interface Told {
  readonly file: string;
  /** The partner that has the port. */
  readonly other: string | undefined;
}

function closedPort({ config }: Partner, cause: unknown, { file, other }: Told): string {
  const { name, listen } = config;
  const code = systemCode(cause);
  const where = `Port ${listen.port} on ${listen.host}, of partner ${name},`;
  if (code !== 'EADDRINUSE') return `${where} cannot be opened (${code}). Change listen in ${file}.`;
  return other === undefined
    ? `${where} is taken by another program. Stop that one, or change listen.port in ${file}.`
    : `${where} is partner ${other}’s, too. Change listen.port in ${file} or in ${other}.json.`;
}
