/** Appends protobuf's primitives to a buffer that grows. */
export class Writer {
  #buffer = Buffer.allocUnsafe(512);
  #length = 0;

  /** What was written; the writer is not used any more. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  tag(field: number, wireType: 0 | 2): void {
    this.varint(field * 8 + wireType);
  }

  /** An integer of at most 53 bits; a negative one in ten bytes, as two's complement of 64 bits. */
  varint(value: number): void {
    this.#reserve(10);
    let low = value >>> 0;
    let high = Math.floor(value / 2 ** 32) >>> 0;
    while (high !== 0 || low > 0x7f) {
      this.#buffer[this.#length++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#buffer[this.#length++] = low;
  }

  string(text: string): void {
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.#reserve(size);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  blob(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes what `body` writes, with its length in front. Most messages are short: one byte is kept free, more are made room for. */
  message(body: () => void): void {
    this.#reserve(1);
    const start = ++this.#length;
    body();
    const size = this.#length - start;
    const extra = size < 2 ** 7 ? 0 : size < 2 ** 14 ? 1 : size < 2 ** 21 ? 2 : size < 2 ** 28 ? 3 : 4;
    if (extra > 0) {
      this.#reserve(extra);
      this.#buffer.copyWithin(start + extra, start, this.#length);
    }
    const end = this.#length + extra;
    this.#length = start - 1;
    this.varint(size);
    this.#length = end;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
