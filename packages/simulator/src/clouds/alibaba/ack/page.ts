import { queryValue, type RawRequest } from "../../../server/raw-request.ts";

// No maximum is documented; official tools use between 50 and 500. A reader has to go by what `page_info` says.
const defaultSize = 10;
const largestSize = 100;

export interface Page<T> {
  readonly rows: readonly T[];
  readonly page_info: {
    readonly page_number: number;
    readonly page_size: number;
    readonly total_count: number;
  };
}

/** One page by `page_number` (from 1) and `page_size`. */
export function pageOf<T>(request: RawRequest, all: readonly T[]): Page<T> {
  const page_size = Math.min(largestSize, positive(queryValue(request, "page_size")) ?? defaultSize);
  const page_number = positive(queryValue(request, "page_number")) ?? 1;
  const rows = all.slice((page_number - 1) * page_size, page_number * page_size);
  return { rows, page_info: { page_number, page_size, total_count: all.length } };
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
