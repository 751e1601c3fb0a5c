import { isProviderError, ProviderError } from "@upgradectl/provider-sdk";

/** The most that the documents allow. Without it a page has 10 rows. */
const limit = 1000;
const defaultLimit = 10;
/** A server that goes on beyond this never ends. */
const maxPages = 1000;

export type PageQuery = Readonly<Record<string, number>>;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Null where the answer names none, as in the oldest documents of the cluster list. */
  readonly total: number | null;
}

export interface Paged<Row> {
  readonly action: string;
  /** Number of the first row: 1 for clusters and upgrades, 0 for images, whose parameter was never renamed. */
  readonly firstRow: 0 | 1;
  readonly read: (query: PageQuery) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string | null;
}

/** Rows that no earlier page had, as they came: one may be there twice. `isLast`: now all are known. */
export interface FreshRows<Row> {
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

/**
 * Reads all pages. The page parameter was `start` until 2025-08 and is `offset` since (vendor SDK 0.1.164; documents and
 * Terraform still use `start`), and nobody says which server takes which: where one brings nothing new, the other is
 * tried, then the first page again, because rows move back when a new one comes in front of them. The list has as many
 * rows as any page said: where one goes away while it is read, others move forward and are missed. A list that stays
 * incomplete is an error: half a list must not pass for a whole.
 */
export async function* readPages<Row>(paged: Paged<Row>): AsyncGenerator<FreshRows<Row>, void, undefined> {
  const reader = new PageReader(paged);
  let rows = await reader.readFirst();
  while (!reader.isComplete) {
    yield { rows, isLast: false };
    rows = await reader.readNext();
  }
  yield { rows, isLast: true };
}

/** All rows of all pages. */
export async function readAll<Row>(paged: Paged<Row>): Promise<readonly Row[]> {
  const pages = await Array.fromAsync(readPages(paged), ({ rows }) => rows);
  return pages.flat();
}

class PageReader<Row> {
  readonly #paged: Paged<Row>;
  readonly #seen = new Set<string>();
  #parameters: readonly string[];
  /** The largest that any page named. */
  #total: number | null = null;
  /** New rows as they came, those among them that are there twice. */
  #received = 0;
  #pages = 0;
  /** Where no total tells: an empty page has shown that there is no more. */
  #ended = false;
  /** All that can be asked for brought nothing more. */
  #isOver = false;

  constructor(paged: Paged<Row>) {
    this.#paged = paged;
    this.#parameters = paged.firstRow === 1 ? ["offset", "start"] : ["offset"];
  }

  get isComplete(): boolean {
    return this.#seen.size === this.#total || (this.#ended && !this.#isOwed) || this.#isOver;
  }

  /** True where a total tells that there is more. With more rows than it says, it tells nothing. */
  get #isOwed(): boolean {
    return this.#total !== null && this.#seen.size < this.#total;
  }

  /** Rows of one id count as several, but only where the service has no others. */
  get #isWhole(): boolean {
    return this.#total !== null && this.#received >= this.#total;
  }

  async readFirst(): Promise<readonly Row[]> {
    const rows = await this.#read({ limit });
    // Fewer than a page has by default: neither the limit nor a server's own cap has cut it off.
    if (rows.length < defaultLimit) this.#ended = true;
    return rows;
  }

  /** Throws where no page parameter brings a new row although there must be, or may well be, one. */
  async readNext(): Promise<readonly Row[]> {
    const position = this.#seen.size + this.#paged.firstRow;
    for (const [index, parameter] of this.#parameters.entries()) {
      const isLast = index === this.#parameters.length - 1;
      const rows = await this.#readWith(parameter, position, isLast);
      if (rows.length === 0 && !this.isComplete) continue;
      if (rows.length > 0) this.#parameters = [parameter];
      return rows;
    }
    const rows = await this.#read({ limit });
    if (rows.length > 0 || this.isComplete) return rows;
    if (!this.#isWhole && (this.#isOwed || this.#looksCutOff))
      throw this.#incomplete("and no page parameter brings more");
    this.#isOver = true;
    return rows;
  }

  /** A server may also refuse the name that it does not know; the last name's refusal is its answer. */
  async #readWith(parameter: string, position: number, isLast: boolean): Promise<readonly Row[]> {
    try {
      return await this.#read({ limit, [parameter]: position });
    } catch (error) {
      if (isLast || !isProviderError(error) || error.httpStatus !== 400) throw error;
      return [];
    }
  }

  /** Exactly as many rows as a page has by default, or as were asked for. */
  get #looksCutOff(): boolean {
    return this.#received === defaultLimit || this.#received >= limit;
  }

  /** The new rows of a page. */
  async #read(query: PageQuery): Promise<readonly Row[]> {
    this.#pages += 1;
    if (this.#pages > maxPages) throw this.#incomplete(`after ${maxPages} pages`);
    const { rows, total } = await this.#paged.read(query);
    // A total below the rows beside it is a field that the server does not fill.
    if (total !== null && total >= rows.length) this.#total = Math.max(total, this.#total ?? 0);
    this.#ended = rows.length === 0 && this.#seen.size > 0;
    const fresh = this.#keysOf(rows).filter(({ key }) => !this.#seen.has(key));
    for (const { key } of fresh) this.#seen.add(key);
    this.#received += fresh.length;
    return fresh.map(({ row }) => row);
  }

  /** Equal rows of one page are one where they have an id; without one nothing tells, and each of them counts. */
  #keysOf(rows: readonly Row[]): readonly { readonly row: Row; readonly key: string }[] {
    const equals = new Map<string, number>();
    return rows.map((row) => {
      const id = this.#paged.idOf(row);
      if (id !== null) return { row, key: id };
      const content = JSON.stringify(row);
      const nth = (equals.get(content) ?? 0) + 1;
      equals.set(content, nth);
      return { row, key: `${content} ${nth}` };
    });
  }

  #incomplete(found: string): ProviderError {
    return new ProviderError({
      kind: "unexpected-response",
      message: `${this.#paged.action} did not give its whole list: ${this.#seen.size} of ${this.#total ?? "an unknown number of"} rows, ${found}`,
      hint: "Run again; if it stays, a proxy between here and the API may be dropping the query.",
    });
  }
}
