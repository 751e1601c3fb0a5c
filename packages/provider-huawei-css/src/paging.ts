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

/** Rows that no earlier page had. `isLast`: now all are known. */
export interface FreshRows<Row> {
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

/**
 * Reads all pages. The page parameter was `start` until 2025-08 and is `offset` since (vendor SDK 0.1.164; documents and
 * Terraform still use `start`), and nobody says which server takes which: where one brings nothing new, the other is
 * tried, then the first page again, because rows move back when a new one comes in front of them. A list that stays
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
  #total: number | null = null;
  #count = 0;
  #pages = 0;
  /** Without a total: an empty page has shown that there is no more. */
  #ended = false;

  constructor(paged: Paged<Row>) {
    this.#paged = paged;
    this.#parameters = paged.firstRow === 1 ? ["offset", "start"] : ["offset"];
  }

  get isComplete(): boolean {
    if (this.#total !== null) return this.#count >= this.#total;
    return this.#ended;
  }

  async readFirst(): Promise<readonly Row[]> {
    const rows = await this.#read({ limit });
    // Fewer than a page has by default: neither the limit nor a server's own cap has cut it off.
    if (rows.length < defaultLimit) this.#ended = true;
    return rows;
  }

  /** Throws where no page parameter brings a new row although there must be, or may well be, one. */
  async readNext(): Promise<readonly Row[]> {
    const position = this.#count + this.#paged.firstRow;
    for (const [index, parameter] of this.#parameters.entries()) {
      const isLast = index === this.#parameters.length - 1;
      const rows = await this.#readWith(parameter, position, isLast);
      if (rows.length === 0 && !this.isComplete) continue;
      if (rows.length > 0) this.#parameters = [parameter];
      return rows;
    }
    const rows = await this.#read({ limit });
    if (rows.length > 0 || this.isComplete) return rows;
    if (this.#total !== null || this.#looksCutOff)
      throw this.#incomplete("and no page parameter brings more");
    this.#ended = true;
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
    return this.#count === defaultLimit || this.#count >= limit;
  }

  /** The new rows of a page. */
  async #read(query: PageQuery): Promise<readonly Row[]> {
    this.#pages += 1;
    if (this.#pages > maxPages) throw this.#incomplete(`after ${maxPages} pages`);
    const { rows, total } = await this.#paged.read(query);
    this.#total = total ?? this.#total;
    if (rows.length === 0 && this.#count > 0) this.#ended = true;
    const keyOf = (row: Row) => this.#paged.idOf(row) ?? JSON.stringify(row);
    const fresh = rows.filter((row) => !this.#seen.has(keyOf(row)));
    for (const row of fresh) this.#seen.add(keyOf(row));
    this.#count += fresh.length;
    return fresh;
  }

  #incomplete(found: string): ProviderError {
    return new ProviderError({
      kind: "unexpected-response",
      message: `${this.#paged.action} did not give its whole list: ${this.#count} of ${this.#total ?? "an unknown number of"} rows, ${found}`,
      hint: "Run again; if it stays, a proxy between here and the API may be dropping the query.",
    });
  }
}
