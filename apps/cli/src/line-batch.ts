/** Long enough to gather lines where they come fast, too short to be noticed by a reader. */
const lingerMs = 20;
const fullLength = 2 ** 16;

/**
 * Gathers the lines of a fast stream: a hundred thousand writes cost as much as reading ten thousand clusters. Whoever adds to
 * a full batch waits for its reader, so that nothing piles up.
 */
export class LineBatch {
  readonly #write: (text: string) => Promise<void>;
  #text = "";
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** @param write rejects for nothing but a bug: nobody may be waiting, and then it ends the process */
  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  /** A promise where it has to be waited for. */
  add(line: string): Promise<void> | undefined {
    this.#text += line;
    if (this.#text.length >= fullLength) return this.flush();
    this.#timer ??= setTimeout(() => this.flush(), lingerMs);
    return undefined;
  }

  /** Writes what is there, after all that was written before. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeOut());
    return this.#writing;
  }

  async #writeOut(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    if (text !== "") await this.#write(text);
  }
}
