const places = 256;

/** Gives equal short texts as one: keys and values come again and again in a long manifest. */
export class TextPool {
  readonly #known: string[] = new Array<string>(places).fill("");

  get(text: string, start: number, end: number): string {
    const length = end - start;
    const code = text.charCodeAt(start) * 31 + text.charCodeAt(end - 1) * 7 + length;
    const place = code & (places - 1);
    const known = this.#known[place] ?? "";
    if (known.length === length && text.startsWith(known, start)) return known;
    const found = text.slice(start, end);
    this.#known[place] = found;
    return found;
  }
}
