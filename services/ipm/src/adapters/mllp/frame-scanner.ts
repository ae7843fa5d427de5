/** What the scanner found between two places of the stream. */
export type Scanned =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** More than the limit: only its first bytes were kept. */
  | { readonly kind: 'too-large'; readonly head: Buffer; readonly bytes: number }
  /** A frame that never ended: another began inside it. What it held was not received. */
  | { readonly kind: 'unterminated'; readonly bytes: number };

const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const BETWEEN = new Set([CR, 0x0a, 0x20, 0x09, 0x00, FS]);
const MSH = Buffer.from('MSH');
const NEW_FRAME = Buffer.from([VT, ...MSH]);
/** Enough of a refused frame to answer its header. */
const HEAD_BYTES = 4096;
const FIRST_BUFFER_BYTES = 4096;

type State = 'between' | 'stray' | 'inside' | 'discarding';

/**
 * Finds frames in a stream of chunks: VT … FS CR (HL7 Implementation Guide, minimal lower layer protocol). FS alone is data.
 * Bytes between frames are passed over; a frame that lacks its VT is taken if it begins with MSH. Each byte is looked at
 * once and copied once, however the stream is cut.
 */
export class FrameScanner {
  #state: State = 'between';
  #matched = 0;
  #afterSeparator = false;
  #buffer = Buffer.alloc(0);
  #length = 0;
  #passedOver = 0;

  /** `limitBytes` may be changed; it holds from the next bytes on. */
  constructor(public limitBytes: number) {}

  /** Whether a frame has begun and not ended. */
  get midFrame(): boolean {
    return this.#state === 'inside' || this.#state === 'discarding';
  }

  /** Bytes taken in since the last frame that are part of none, or of one above the limit. */
  get passedOver(): number {
    return this.#passedOver;
  }

  /** Bytes of memory that it holds: never more than twice the limit, or its first buffer. */
  get heldBytes(): number {
    return this.#buffer.length;
  }

  push(chunk: Buffer): readonly Scanned[] {
    const found: Scanned[] = [];
    let at = 0;
    while (at < chunk.length) {
      at = this.midFrame ? this.#inside(chunk, at, found) : this.#between(chunk, at);
    }
    return found;
  }

  #between(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === VT) return this.#begin(at, Buffer.alloc(0));
      if (this.#state === 'stray') this.#strayByte(byte);
      else if (byte === MSH[this.#matched]) this.#matched += 1;
      else if (this.#matched > 0 || !BETWEEN.has(byte)) this.#state = 'stray';
      if (this.#matched === MSH.length) return this.#begin(at, MSH);
      this.#passedOver += 1;
    }
    return chunk.length;
  }

  /** Stray text ends where a frame would: after its FS CR a frame may begin again without VT. */
  #strayByte(byte: number): void {
    this.#matched = 0;
    if (byte === CR && this.#afterSeparator) this.#state = 'between';
    this.#afterSeparator = byte === FS;
  }

  #begin(at: number, with_: Buffer): number {
    this.#state = 'inside';
    this.#matched = 0;
    this.#afterSeparator = false;
    this.#passedOver = 0;
    this.#length = 0;
    this.#append(with_);
    return at + 1;
  }

  #inside(chunk: Buffer, from: number, found: Scanned[]): number {
    if (this.#afterSeparator) {
      this.#afterSeparator = false;
      if (chunk[from] === CR) {
        this.#end(found);
        return from + 1;
      }
    }
    const separator = chunk.indexOf(FS, from);
    const to = separator < 0 ? chunk.length : separator + 1;
    this.#afterSeparator = separator >= 0;
    this.#append(chunk.subarray(from, to));
    return to;
  }

  #append(bytes: Buffer): void {
    if (this.#state === 'inside' && this.#length + bytes.length > this.limitBytes + 1) this.#discard(bytes);
    if (this.#state === 'discarding') this.#passedOver += bytes.length;
    else this.#copy(bytes);
    this.#length += bytes.length;
  }

  #copy(bytes: Buffer): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2, FIRST_BUFFER_BYTES));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    bytes.copy(this.#buffer, this.#length);
  }

  #discard(bytes: Buffer): void {
    const held = this.#buffer.subarray(0, Math.min(this.#length, HEAD_BYTES));
    const missing = HEAD_BYTES - held.length;
    this.#buffer = Buffer.concat([held, bytes.subarray(0, missing)]);
    this.#passedOver = this.#length;
    this.#state = 'discarding';
  }

  #end(found: Scanned[]): void {
    const bytes = this.#length - 1;
    if (this.#state === 'discarding') found.push({ kind: 'too-large', head: this.#buffer, bytes });
    else this.#complete(this.#buffer.subarray(0, bytes), found);
    this.#state = 'between';
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
    this.#passedOver = 0;
  }

  #complete(bytes: Buffer, found: Scanned[]): void {
    const another = bytes.lastIndexOf(NEW_FRAME);
    if (another >= 0) found.push({ kind: 'unterminated', bytes: another });
    found.push({ kind: 'frame', bytes: another < 0 ? bytes : bytes.subarray(another + 1) });
  }
}

const START = Buffer.from([VT]);
const END = Buffer.from([FS, CR]);

/** The bytes as they go on the wire. */
export const framed = (bytes: Uint8Array): Buffer => Buffer.concat([START, bytes, END]);
