/** Of access keys the first four characters are shown everywhere; they alone must say nothing. */
const gram = 8;
/** More would only make the table fuller. */
const widestStride = 8;
const fewestBits = 12;
const mostBits = 18;

/**
 * Whether a text may hold one of many secrets, in a fraction of the time that finding them takes. A secret of n characters
 * has n - 7 groups of eight that follow each other, so one of them is met by looking at every (n - 7)th place only. False
 * means no; true means that somebody has to look closely, as always where a secret is shorter than that.
 */
export class SecretScan {
  readonly #keys = new Set<number>();
  #stride = widestStride;
  #isBlind = false;
  #bits = fewestBits;
  /** One byte for every folded key; few keys have few bytes, which stay in the processor's nearest cache. */
  #folded = new Uint8Array(2 ** fewestBits);
  #bytes = Buffer.alloc(0);
  #view = new DataView(new ArrayBuffer(0));

  add(secret: string): void {
    const bytes = Buffer.from(secret, "latin1");
    if (bytes.length < gram) this.#isBlind = true;
    this.#stride = Math.max(1, Math.min(this.#stride, bytes.length - gram + 1));
    for (let place = 0; place < this.#stride && place + gram <= bytes.length; place += 1)
      this.#addKey(keyOf(bytes.readInt32LE(place), bytes.readInt32LE(place + 4)));
  }

  mayHold(text: string): boolean {
    if (this.#isBlind) return true;
    if (this.#keys.size === 0) return false;
    if (this.#bytes.length < text.length) this.#makeRoom(2 * text.length);
    // Of each character the lower half, as in the keys.
    const last = this.#bytes.write(text, 0, "latin1") - gram;
    const [view, folded, bits, stride] = [this.#view, this.#folded, this.#bits, this.#stride];
    for (let place = 0; place <= last; place += stride) {
      const key = keyOf(view.getInt32(place, true), view.getInt32(place + 4, true));
      if (folded[fold(key, bits)] !== 0 && this.#keys.has(key)) return true;
    }
    return false;
  }

  #addKey(key: number): void {
    this.#keys.add(key);
    if (this.#bits < mostBits && this.#keys.size > 2 ** (this.#bits - 4)) {
      this.#bits += 2;
      this.#folded = new Uint8Array(2 ** this.#bits);
      for (const known of this.#keys) this.#folded[fold(known, this.#bits)] = 1;
    }
    this.#folded[fold(key, this.#bits)] = 1;
  }

  #makeRoom(length: number): void {
    this.#bytes = Buffer.alloc(length);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, length);
  }
}

/** Of eight characters; others may have the same. */
function keyOf(four: number, more: number): number {
  return (Math.imul(four, 0x85_eb_ca_6b) ^ more) | 0;
}

/** Spreads keys that differ little, as Knuth's multiplicative hashing does. */
function fold(key: number, bits: number): number {
  return Math.imul(key, 0x9e_37_79_b1) >>> (32 - bits);
}
