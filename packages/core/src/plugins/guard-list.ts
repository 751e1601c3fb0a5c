import type { ListedCluster } from "@upgradectl/provider-sdk";
import { isRecord } from "../is-record.ts";
import { describeValue } from "./describe-value.ts";
import type { Supervisor } from "./supervisor.ts";

type Page = readonly ListedCluster[];

/** After so many pages without a pause timers get their turn: a list without an end must not outrun `--timeout`. */
const pagesInARow = 100;

/** The pages of a plugin's list, each awaited under supervision and read once. */
export async function* guardList(
  list: () => AsyncIterable<Page>,
  supervisor: Supervisor,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const iterator = await supervisor.run(async () => openList(list()), signal);
  let isOver = false;
  try {
    for (let pages = 1; ; pages += 1) {
      const page = await supervisor.run(async () => readPage(await iterator.next()), signal);
      isOver = page === undefined;
      if (page === undefined) return;
      if (pages % pagesInARow === 0) await new Promise((resolve) => setImmediate(resolve));
      yield page;
    }
  } finally {
    if (!isOver) leave(iterator);
  }
}

function openList(pages: AsyncIterable<Page>): AsyncIterator<Page> {
  if (isRecord(pages) && typeof pages[Symbol.asyncIterator] === "function")
    return pages[Symbol.asyncIterator]();
  throw new TypeError(
    `list() returned ${describeValue(pages)}; expected an async iterable, such as \`async *list(signal)\` makes`,
  );
}

function readPage(result: IteratorResult<unknown>): Page | undefined {
  if (!isRecord(result)) throw new TypeError(`list() went on with ${describeValue(result)}`);
  if (result.done === true) return undefined;
  const page: unknown = result.value;
  if (!Array.isArray(page))
    throw new TypeError(`list() yielded ${describeValue(page)}; expected a list of clusters, one page`);
  return page.map(readRow);
}

function readRow(row: ListedCluster): ListedCluster {
  if (!isRecord(row)) throw new TypeError(`list() yielded a page with ${describeValue(row)} in it`);
  const { id, name, version, row: own } = row;
  return { id, name, version, row: own };
}

/** Nobody waits for a plugin to tidy up. */
function leave(iterator: AsyncIterator<Page>): void {
  (async () => iterator.return?.())().catch(() => {});
}
