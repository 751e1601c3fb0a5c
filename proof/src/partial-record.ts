import { type Arbitrary, record } from "fast-check";

type Model<T> = { readonly [K in keyof T]: Arbitrary<T[K]> };

/** Of members that are always there, and of others that may be missing. */
export function partialRecord<T, Optional>(
  required: Model<T>,
  optional: Model<Optional>,
): Arbitrary<T & Partial<Optional>> {
  const model = { ...required, ...optional } as Model<T & Optional>; // no member is in both
  const requiredKeys = Object.keys(required) as (keyof T)[];
  return record<T & Optional, keyof T>(model, { requiredKeys }) as Arbitrary<T & Partial<Optional>>;
}
