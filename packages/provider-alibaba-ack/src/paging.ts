import { ProviderError } from "@upgradectl/provider-sdk";

const pageSize = 50;
/** 50,000 rows: a server that goes on beyond this never ends. */
const maxPages = 1000;
/** Pages that are read side by side: more would crowd out the reads that the rows of the first ones lead to. */
const largestBatch = 8;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Null where the answer names none. */
  readonly total: number | null;
  readonly nextToken: string | null;
}

export type PageQuery = Readonly<Record<string, string | number>>;

/**
 * Reads all pages and yields the rows that are new on each. The total of distinct rows ends the reading, else the last
 * token or an empty page does: a short page proves nothing, since the service may give fewer rows than asked. A list
 * that stays incomplete, one that shrinks while it is read (a row that was not read yet may have moved to a page that
 * was), and a page that comes again (a server that ignores the page number), are errors: half a list must not pass for
 * a whole. Where the total tells how many pages there are, some are read side by side.
 */
export async function* readPages<Row>(
  action: string,
  read: (query: PageQuery) => Promise<Page<Row>>,
  idOf: (row: Row) => string | null,
): AsyncGenerator<readonly Row[], void, undefined> {
  const progress = new Progress(action, idOf);
  const numbered = new NumberedPages(read);
  let query: PageQuery | null = queryOf(1);
  for (let number = 1; query !== null; number += 1) {
    if (number > maxPages) throw incomplete(action, `no end after ${maxPages} pages`);
    const page: Page<Row> = await (query.page_number === undefined ? read(query) : numbered.get(number));
    const fresh = progress.take(page);
    if (fresh.length > 0) yield fresh;
    query = progress.next(page, fresh.length, number);
  }
}

function queryOf(number: number): PageQuery {
  return { page_size: pageSize, page_number: number };
}

/**
 * Pages that are asked for by number, in growing batches once the first has told how many there are: 1, 2, 4, 8, 8 ...
 * So a reader that stops early has cost at most as many pages again as it took.
 */
class NumberedPages<Row> {
  readonly #read: (query: PageQuery) => Promise<Page<Row>>;
  #batch: ReadonlyMap<number, Promise<Page<Row>>> = new Map();
  #last = 1;

  constructor(read: (query: PageQuery) => Promise<Page<Row>>) {
    this.#read = read;
  }

  /** For numbers one after the other. A page's failure is thrown when that page is asked for. */
  async get(number: number): Promise<Page<Row>> {
    if (!this.#batch.has(number)) await this.#readBatch(number);
    const page = await (this.#batch.get(number) ?? this.#read(queryOf(number)));
    if (number === 1) this.#last = pagesOf(page);
    return page;
  }

  /** Settled as a whole, so that a failure which nobody asks for any more is no unhandled one. */
  async #readBatch(first: number): Promise<void> {
    const size = Math.max(1, Math.min(first, this.#last - first + 1, largestBatch));
    const numbers = Array.from({ length: size }, (_, index) => first + index);
    this.#batch = new Map(numbers.map((number) => [number, this.#read(queryOf(number))]));
    await Promise.allSettled(this.#batch.values());
  }
}

/** How many pages of this one's length the total makes; 1 where that is not known. */
function pagesOf({ rows, total, nextToken }: Page<unknown>): number {
  return total === null || nextToken !== null || rows.length === 0 ? 1 : Math.ceil(total / rows.length);
}

class Progress<Row> {
  readonly #action: string;
  readonly #idOf: (row: Row) => string | null;
  readonly #seen = new Set<string>();
  readonly #tokens = new Set<string>();
  /** Rows as they stand on their pages, but for those of earlier pages: more than are seen where some share an id. */
  #received = 0;
  /** The largest total that any page named; null while none did. */
  #owed: number | null = null;

  constructor(action: string, idOf: (row: Row) => string | null) {
    this.#action = action;
    this.#idOf = idOf;
  }

  /**
   * Rows that no earlier page had: rows move to the next page when a new one comes in front of them. Where a page has
   * two of one id that differ, both are handed on, since nobody here knows which holds; rows of one id count as several only
   * where the service has no others.
   */
  take({ rows, total }: Page<Row>): readonly Row[] {
    if (total !== null) this.#owed = Math.max(total, this.#owed ?? 0);
    const known = this.#seen.size;
    const keyed = rows.map((row) => ({ row, key: this.#idOf(row) ?? JSON.stringify(row) }));
    const fresh = keyed.filter(({ key }) => !this.#seen.has(key));
    for (const { key } of fresh) this.#seen.add(key);
    const found = fresh.map(({ row }) => row);
    this.#received += found.length;
    return this.#seen.size - known === found.length ? found : withoutEquals(found);
  }

  /** The next query, or null at the end. */
  next({ rows, nextToken }: Page<Row>, fresh: number, number: number): PageQuery | null {
    const owed = this.#owed;
    const count = this.#seen.size;
    if (count === owed) return null;
    const found = `${count} of ${owed ?? "an unknown number of"} rows`;
    const isWhole = owed !== null && this.#received >= owed;
    if (rows.length > 0 && fresh === 0) {
      // Without a total, the same few rows for every page are all that there is.
      const isUnpaged = owed === null && nextToken === null && number === 2 && count < pageSize;
      if (isUnpaged || isWhole) return null;
      throw incomplete(this.#action, `${found}, then page ${number} repeats earlier ones`);
    }
    if (nextToken !== null) {
      if (this.#tokens.has(nextToken)) throw incomplete(this.#action, `${found}, then the same next_token`);
      this.#tokens.add(nextToken);
      return { max_results: pageSize, next_token: nextToken };
    }
    if (rows.length > 0 && this.#tokens.size === 0) return queryOf(number + 1);
    if (owed === null || count > owed || isWhole) return null;
    throw incomplete(this.#action, `${found}, then no more`);
  }
}

function withoutEquals<Row>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function incomplete(action: string, found: string): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `${action} did not give its whole list: ${found}`,
    hint: "Run again; if it stays, a proxy between here and the API may be changing the requests.",
  });
}
