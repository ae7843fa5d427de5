import type { Ids } from '@flow/platform/ids/ids';
import type { Identity } from '@flow/platform/security/identity';
import type { Log } from '@flow/platform/telemetry/log';
import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf, instant } from '@flow/platform/time/instant';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { isDeepStrictEqual } from 'node:util';
import type { OpenedPatients } from '../../application/opened-patients';
import type { LiveSubscriptions } from '../../application/live/live-subscriptions';
import type { Rates } from '../../application/rates';
import { SignInUnavailable, type SignedIn } from '../../application/sign-in';
import type { SignInGuard } from '../../application/sign-in-guard';
import type { Users } from '../../application/users';
import { faultsText, refusalText, viewerOf, type Answering } from '../graph/answering';
import { fault } from '../graph/faults';
import type { LiveQueries } from '../graph/live-queries';
import type { Operations, Preparation, Prepared } from '../graph/operations';
import { operationText } from '../http/operation-text';
import type { Outlet } from './outlet';
import {
  ACKNOWLEDGED,
  CLOSE,
  clientMessage,
  completeMessage,
  errorMessage,
  nextMessage,
  PONG,
  tokenOf,
  type ClientMessage,
} from './protocol';

export interface ConversationDeps {
  readonly operations: Operations;
  readonly answering: Answering;
  readonly liveQueries: LiveQueries;
  readonly live: LiveSubscriptions;
  readonly opened: OpenedPatients;
  readonly users: Pick<Users, 'onChange'>;
  readonly guard: SignInGuard;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly maxSubscriptions: number;
  readonly initWithinMs: number;
}

/** Of no board ever: whoever says that they have it is given the whole, as a resync. */
const NO_VERSION = 'none:';
/** The longest time that a timer can be set for. */
const LONGEST_MS = 2 ** 31 - 1;

type Subscribe = Extract<ClientMessage, { type: 'subscribe' }>;

/** One operation of the client, by the id that it gave. */
interface Asked {
  readonly id: string;
  readonly identity: Identity;
  readonly correlationId: string;
}

/** What one client and the gateway say to each other over one socket, from connection_init to the end. */
export class Conversation {
  private signedIn: SignedIn | undefined;
  private identity: Identity | undefined;
  private initialised = false;
  private over = false;
  private readonly running = new Map<string, () => void>();
  /** Follows anew, with the rights of this moment. */
  private readonly following = new Map<string, (identity: Identity) => void>();
  private readonly initTimer: NodeJS.Timeout;
  private expiry: NodeJS.Timeout | undefined;
  private readonly forget: readonly (() => void)[];

  constructor(
    private readonly outlet: Outlet,
    private readonly deps: ConversationDeps,
    private readonly address: string | undefined,
  ) {
    const late = () => outlet.close(CLOSE.initTimeout, 'No connection_init came.');
    this.initTimer = setTimeout(late, deps.initWithinMs);
    this.forget = [
      deps.opened.onChange((subject) => this.reauthorise(subject)),
      deps.users.onChange((subjects) => this.renew(subjects)),
    ];
  }

  /** Never throws. */
  hear(text: string): void {
    const message = clientMessage(text);
    if (this.over) return;
    if (message) this.on(message);
    else this.outlet.close(CLOSE.badRequest, 'Not a message of graphql-transport-ws.');
  }

  /** The socket is gone. */
  end(): void {
    this.over = true;
    clearTimeout(this.initTimer);
    clearTimeout(this.expiry);
    for (const forget of this.forget) forget();
    for (const stop of this.running.values()) stop();
    this.running.clear();
    this.following.clear();
  }

  /** What this person may see has changed: whatever they follow begins again, as a board begins that nobody had yet. */
  private reauthorise(subject: string): void {
    const { identity } = this;
    if (identity?.subject !== subject) return;
    for (const again of [...this.following.values()]) again(identity);
  }

  /** The table of users says otherwise of this person: so it is from the next operation on, and at once for what they follow. */
  private renew(subjects: ReadonlySet<string>): void {
    const before = this.identity;
    if (!before || !subjects.has(before.subject)) return;
    this.identity = this.signedIn?.now();
    if (!this.identity) this.leave('The token is not valid any more: sign in.');
    else if (!isDeepStrictEqual(this.identity, before)) this.reauthorise(before.subject);
  }

  private on(message: ClientMessage): void {
    switch (message.type) {
      case 'connection_init':
        if (this.initialised) this.outlet.close(CLOSE.tooMany, 'connection_init came twice.');
        else void this.init(tokenOf(message.payload));
        break;
      case 'ping':
        this.outlet.send(PONG);
        break;
      case 'pong':
        break;
      case 'subscribe':
        this.subscribe(message);
        break;
      case 'complete':
        this.stop(message.id);
        break;
    }
  }

  private async init(token: string | undefined): Promise<void> {
    this.initialised = true;
    clearTimeout(this.initTimer);
    const { guard, clock, log } = this.deps;
    try {
      const signed = await guard.identify(token, this.address);
      if (this.over) return;
      if (!signed.identity) {
        if (signed.waitMs > 0) this.outlet.close(CLOSE.tooMany, 'Too many bad tokens came from there: wait.');
        else this.outlet.close(CLOSE.forbidden, 'The token is not valid: sign in.');
        return;
      }
      const { identity, signedIn } = signed;
      [this.identity, this.signedIn] = [identity, signedIn];
      const leftMs = epochMsOf(instant(identity.expiresAt ?? '')) - epochMsOf(clock.now());
      this.expiry = setTimeout(
        () => this.leave('The token has ended: sign in again.'),
        Math.min(Math.max(leftMs, 0), LONGEST_MS),
      );
      this.outlet.send(ACKNOWLEDGED);
    } catch (error) {
      if (!(error instanceof SignInUnavailable)) log.error('A socket could not be opened.', { error });
      this.outlet.close(CLOSE.signInUnavailable, 'Nobody can be signed in: try again in a moment.');
    }
  }

  private leave(reason: string): void {
    this.outlet.close(CLOSE.forbidden, reason);
    this.end();
  }

  private subscribe({ id, payload }: Subscribe): void {
    const misuse = this.misuseBy(id);
    if (misuse) this.outlet.close(...misuse);
    else if (this.identity) this.run({ id, correlationId: this.deps.ids.next(), identity: this.identity }, payload);
  }

  /** What ends the whole socket. */
  private misuseBy(id: string): [code: number, reason: string] | undefined {
    if (!this.identity) return [CLOSE.unauthorized, 'Wait for connection_ack.'];
    if (this.running.has(id)) return [CLOSE.subscriberExists, 'This id is in use.'];
    if (this.running.size >= this.deps.maxSubscriptions) return [CLOSE.tooMany, 'Too many subscriptions.'];
    return undefined;
  }

  private run(asked: Asked, payload: unknown): void {
    const preparation = this.prepare(asked, payload);
    if ('faults' in preparation) this.refuse(asked, preparation.faults);
    else if (preparation.prepared.kind === OperationTypeNode.SUBSCRIPTION) this.follow(asked, preparation.prepared);
    else this.answerOnce(asked, preparation.prepared);
  }

  private prepare({ identity }: Asked, payload: unknown): Preparation {
    if (this.deps.rates.take(identity.subject) > 0) return { faults: [fault('RATE_LIMITED')] };
    const told = operationText(payload);
    return told ? this.deps.operations.prepare(told) : { faults: [fault('BAD_USER_INPUT')] };
  }

  private refuse({ id, correlationId }: Asked, faults: readonly GraphQLError[]): void {
    this.outlet.send(errorMessage(id, faultsText(faults, correlationId)));
  }

  private answerOnce({ id, identity, correlationId }: Asked, prepared: Prepared): void {
    let wanted = true;
    this.running.set(id, () => (wanted = false));
    const done = (text: string): void => {
      if (!wanted) return;
      this.running.delete(id);
      this.outlet.send(nextMessage(id, text));
      this.outlet.send(completeMessage(id));
    };
    const failed = (error: unknown): void => {
      this.deps.log.error('A request over a socket failed.', { correlationId, error });
      done(refusalText([fault('INTERNAL_SERVER_ERROR')], correlationId));
    };
    this.deps.answering
      .answer(prepared, { identity: this.deps.opened.withOpened(identity), correlationId })
      .then(({ text }) => done(text), failed);
  }

  private follow(asked: Asked, prepared: Prepared, since?: string): void {
    const { liveQueries, live, opened } = this.deps;
    const { id, correlationId } = asked;
    const identity = opened.withOpened(asked.identity);
    const following = liveQueries.of(prepared, identity);
    if (following instanceof GraphQLError) {
      this.refuse(asked, [following]);
      return;
    }
    const stop = live.follow(following.query, {
      viewer: viewerOf(identity),
      correlationId,
      since: since ?? following.since,
      next: (text) => this.outlet.send(nextMessage(id, text)),
      end: (errors) => {
        this.following.delete(id);
        if (!this.running.delete(id)) return;
        this.outlet.send(errors === undefined ? completeMessage(id) : errorMessage(id, errors));
      },
    });
    this.running.set(id, stop);
    this.following.set(id, (now) => {
      stop();
      this.follow({ ...asked, identity: now }, prepared, NO_VERSION);
    });
  }

  private stop(id: string): void {
    const stop = this.running.get(id);
    this.running.delete(id);
    this.following.delete(id);
    stop?.();
  }
}
