/** Thrown where the text is not of the plain kind. */
export class NotPlain extends Error {}

const newline = 10;
const space = 32;
const hash = 35;

/** A place in a text of lines, going forward. */
export class Cursor {
  readonly text: string;
  at = 0;
  lineStart = 0;
  /** Of what comes next, once a line is ended; -1 at the end of the text. */
  column = -1;
  /** Whether brackets go over several lines: where the whole document stands between them. */
  isMultiline = false;

  constructor(text: string) {
    this.text = text;
  }

  takeIf(code: number): boolean {
    const isThere = this.text.charCodeAt(this.at) === code;
    if (isThere) this.at += 1;
    return isThere;
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === space) this.at += 1;
  }

  skipInFlow(): void {
    this.skipSpaces();
    while (this.isMultiline && this.takeIf(newline)) {
      if (this.text.startsWith("...", this.at) || this.text.startsWith("---", this.at)) throw new NotPlain();
      this.skipSpaces();
    }
  }

  /** Is there nothing more in this line, but for a comment? Behind spaces. */
  isLineEnd(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === newline || (code === hash && this.isBehindSpace()) || Number.isNaN(code);
  }

  isBehindSpace(): boolean {
    return this.at === this.lineStart || this.text.charCodeAt(this.at - 1) === space;
  }

  /** Goes from the end of a value to what comes next. */
  endLine(): void {
    this.skipSpaces();
    if (!this.isLineEnd()) throw new NotPlain();
    this.nextLine();
  }

  /** Over comments and lines without content. */
  nextLine(): void {
    const text = this.text;
    this.skipSpaces();
    while (this.isLineEnd()) {
      const end = text.indexOf("\n", this.at);
      if (end === -1) {
        this.at = text.length;
        this.column = -1;
        return;
      }
      this.at = end + 1;
      this.lineStart = this.at;
      this.skipSpaces();
    }
    this.column = this.at - this.lineStart;
  }
}
