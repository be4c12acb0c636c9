import { badRequest, type StatusError } from '../api/status.ts';

/** Reads protobuf's primitives; throws `StatusError` 400 where the bytes end too early or make no sense. */
export class Reader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The next field's number and wire type. */
  tag(): { readonly field: number; readonly wireType: number } {
    const value = this.varint();
    return { field: Math.floor(value / 8), wireType: value % 8 };
  }

  /** A signed integer of 64 bits, exact up to 53. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return (high | 0) * 2 ** 32 + (low >>> 0);
    }
    throw malformed('integer overflow');
  }

  string(): string {
    const { start, end } = this.#span();
    return this.#bytes.toString('utf8', start, end);
  }

  /** A view, not a copy. */
  blob(): Buffer {
    const { start, end } = this.#span();
    return this.#bytes.subarray(start, end);
  }

  message(): Reader {
    const { start, end } = this.#span();
    return new Reader(this.#bytes, start, end);
  }

  /** Passes over a field that nobody knows. */
  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#take(8);
    else if (wireType === 2) this.#span();
    else if (wireType === 5) this.#take(4);
    else throw malformed(`illegal wireType ${String(wireType)}`);
  }

  #span(): { readonly start: number; readonly end: number } {
    const size = this.varint();
    const start = this.#at;
    this.#take(size);
    return { start, end: this.#at };
  }

  #take(size: number): void {
    if (size < 0) throw malformed('negative length found during unmarshaling');
    if (this.#at + size > this.#end) throw malformed('unexpected EOF');
    this.#at += size;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw malformed('unexpected EOF');
    return this.#bytes[this.#at++] ?? 0;
  }
}

/** In the words of Go's generated code. */
function malformed(why: string): StatusError {
  return badRequest(why === 'unexpected EOF' ? why : `proto: ${why}`);
}
