/** What the stand-in does wrong, all at once; nothing of what is not named. */
export interface Faults {
  /** What becomes of the next appends: not answered, or the connection cut; before or after they are on the disk. */
  readonly appends?: {
    readonly as: 'silent-before' | 'silent-after' | 'cut-before' | 'cut-after';
    readonly count: number;
  };
  /** Answers to appends do not say where the events stand, which a server may leave out of those that it had already. */
  readonly unplaced?: boolean;
  /** Every answer is this late, in milliseconds. */
  readonly slowMs?: number;
  /** Reads begin and then say nothing more. */
  readonly silentReads?: boolean;
  /** Subscriptions are confirmed and then say nothing more. */
  readonly silentSubscriptions?: boolean;
  /** Checkpoints of a subscription stand after events that were not sent yet; or come twice. */
  readonly checkpoints?: 'early' | 'twice';
  /** A subscription sends its last so many events again after every so many. */
  readonly redeliver?: number;
}

type AppendFault = NonNullable<Faults['appends']>['as'];

export interface FaultBox {
  current(): Faults;
  set(faults: Faults): void;
  /** What becomes of this append; counts it. */
  ofAppend(): AppendFault | undefined;
  late(): Promise<void>;
}

export function createFaultBox(): FaultBox {
  let faults: Faults = {};
  let appendsLeft = 0;
  return {
    current: () => faults,
    set(next) {
      faults = next;
      appendsLeft = next.appends?.count ?? 0;
    },
    ofAppend() {
      if (appendsLeft === 0) return undefined;
      appendsLeft -= 1;
      return faults.appends?.as;
    },
    late: async () =>
      new Promise((resolve) => {
        if (faults.slowMs === undefined) resolve();
        else setTimeout(resolve, faults.slowMs);
      }),
  };
}
