import { type Arbitrary, array, constant, constantFrom, integer, nat, oneof, record } from "fast-check";
import { attacks, hostileText } from "./hostile-text.ts";

type Key = string | number;
type Path = readonly Key[];

/** What stands where something else was expected: other kinds, other words, numbers that are none, far too much. */
const strangers: Arbitrary<unknown> = oneof(
  constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    "",
    " ",
    "0",
    "null",
    [],
    {},
    [[]],
    [null],
    "9".repeat(400),
  ),
  constantFrom(...attacks),
  hostileText,
  integer(),
  constant(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]))),
  constant(Array.from({ length: 300 }, () => "x".repeat(100))),
);

type Change = (
  value: unknown,
  others: { readonly other: unknown; readonly stranger: unknown; readonly key: Key },
) => unknown;

/** What becomes of a value; `undefined` takes it away. */
const changes = {
  drop: () => undefined,
  rename: () => undefined,
  replace: (_, { stranger }) => structuredClone(stranger),
  "as text": (value) => (typeof value === "string" ? Number(value) : JSON.stringify(value)),
  "as list": (value) => [value],
  null: () => null,
  duplicate: (value) => (Array.isArray(value) ? [...value, ...structuredClone(value)] : value),
  swap: (_, { other }) => structuredClone(other),
  nest: (value, { key }) => ({ [String(key)]: value }),
  prototype: (value) =>
    isContainer(value) && !Array.isArray(value)
      ? JSON.parse(
          `{"__proto__":{"polluted":"yes"},"constructor":1,${JSON.stringify(value).slice(1)}`.replace(
            /,\}$/,
            "}",
          ),
        )
      : value,
} as const satisfies Record<string, Change>;

/** One change of a document, wherever `at` leads: what JSON of a server may look like that is not in its documents. */
interface Mutation {
  readonly at: number;
  readonly kind: keyof typeof changes;
  readonly other: number;
  readonly stranger: unknown;
}

const kinds: readonly Mutation["kind"][] = [
  "drop",
  "rename",
  "replace",
  "as text",
  "as list",
  "null",
  "duplicate",
  "swap",
  "nest",
  "prototype",
];

/** One to a few mutations, to be made on any document with `mutate`. */
export const mutations: Arbitrary<readonly Mutation[]> = array(
  record({ at: nat(), kind: constantFrom(...kinds), other: nat(), stranger: strangers }),
  { minLength: 1, maxLength: 3 },
);

/** A copy of plain data with these changes. */
export function mutate(document: unknown, wanted: readonly Mutation[]): unknown {
  const holder: Record<Key, unknown> = { root: structuredClone(document) };
  for (const mutation of wanted) apply(holder, mutation);
  return holder.root ?? null;
}

function apply(holder: Record<Key, unknown>, { at, kind, other, stranger }: Mutation): void {
  const paths = pathsIn(holder.root);
  const path = paths[at % paths.length] ?? [];
  const parent = path.length === 0 ? holder : valueAt(holder.root, path.slice(0, -1));
  if (!isContainer(parent)) return;
  const key = path.at(-1) ?? "root";
  const value = parent[key];
  const change: Change = changes[kind];
  const changed = change(value, {
    key,
    stranger,
    other: valueAt(holder.root, paths[other % paths.length] ?? []),
  });
  if (kind === "rename") parent[`${key}_`] = value;
  if (changed !== undefined) parent[key] = changed;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function isContainer(value: unknown): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isContainer(value) ? value[key] : undefined), root);
}

/** All places, the whole document included; of long lists the first few. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (!isContainer(value)) return [path];
  const entries = Array.isArray(value)
    ? [...value.slice(0, 20).entries()]
    : Object.entries(value).slice(0, 60);
  return [path, ...entries.flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}
