/** A frame of the sample board, shaped as every live field's frames are. */
export type SampleFrame =
  | { readonly __typename: 'BoardSnapshot'; readonly version: string; readonly beds: readonly SampleBed[] }
  | { readonly __typename: 'BoardChanges'; readonly version: string; readonly beds: readonly SampleBed[] }
  | { readonly __typename: 'BoardHeartbeat'; readonly version: string; readonly completeTo: string };

export interface SampleBed {
  readonly id: string;
  readonly occupantId: string | null;
}

const EPOCH = 'e1';

/** Every frame from the moment that it is made; ends at once when told to, also while one is awaited. */
function frameQueue(ended: () => void) {
  const waiting: SampleFrame[] = [];
  let wake: (() => void) | undefined;
  let done = false;
  return {
    push(frame: SampleFrame) {
      waiting.push(frame);
      wake?.();
    },
    iterator: {
      async next(): Promise<IteratorResult<SampleFrame, undefined>> {
        while (waiting.length === 0 && !done) await new Promise<void>((resolve) => (wake = resolve));
        const frame = waiting.shift();
        return frame && !done ? { done: false, value: frame } : { done: true, value: undefined };
      },
      async return(): Promise<IteratorResult<SampleFrame, undefined>> {
        done = true;
        wake?.();
        ended();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
  };
}

/** A board of beds in memory that people may follow. */
export class SampleBoard {
  private position = 0;
  private readonly beds = new Map<string, string | null>([
    ['b1', 'p1'],
    ['b2', null],
    ['b3', 'p3'],
  ]);
  private readonly followers = new Set<ReturnType<typeof frameQueue>>();
  /** How many subscriptions were ever executed, and by whom. */
  readonly opened: string[] = [];

  get version(): string {
    return `${EPOCH}:${String(this.position).padStart(6, '0')}`;
  }

  get following(): number {
    return this.followers.size;
  }

  all(): SampleBed[] {
    return [...this.beds].map(([id, occupantId]) => ({ id, occupantId }));
  }

  put(id: string, occupantId: string | null): void {
    this.position += 1;
    this.beds.set(id, occupantId);
    this.tell({ __typename: 'BoardChanges', version: this.version, beds: [{ id, occupantId }] });
  }

  beat(completeTo: string): void {
    this.tell({ __typename: 'BoardHeartbeat', version: this.version, completeTo });
  }

  follow(subject: string, since: string | undefined): AsyncIterable<SampleFrame> {
    this.opened.push(subject);
    const queue = frameQueue(() => this.followers.delete(queue));
    this.followers.add(queue);
    queue.push(
      since === this.version
        ? { __typename: 'BoardChanges', version: this.version, beds: [] }
        : { __typename: 'BoardSnapshot', version: this.version, beds: this.all() },
    );
    return queue.iterator;
  }

  private tell(frame: SampleFrame): void {
    for (const follower of this.followers) follower.push(frame);
  }
}
