import {
  type ClusterRef,
  type ListedCluster,
  type Observation,
  ProviderError,
} from "@upgradectl/provider-sdk";
import type * as z from "zod";
import { explainIssues, pointerOf } from "./explain-issues.ts";
import { listAnswer, observeAnswer, rowShape } from "./shapes.ts";

/** Makes the error of a program that broke the protocol, out of what is wrong. */
export type Fault = (what: string) => ProviderError;

const one = "an `error` and what was asked for; expected one of them";

/** The observation in an answer to `observe`. Throws the error that it holds instead. */
export function readObservation(answer: unknown, properties: readonly string[], fault: Fault): Observation {
  const { observation, error } = parse(observeAnswer, answer, [], fault);
  if (error !== undefined && observation !== undefined) throw fault(`the answer has both ${one}`);
  if (error !== undefined) throw new ProviderError(error);
  if (observation === undefined) throw fault("/observation is missing; expected an object, or an `error`");
  const known = observation.properties ?? {};
  const lacking = properties.find((name) => !Object.hasOwn(known, name));
  if (lacking === undefined) return observation;
  const place = pointerOf(["observation", "properties", lacking]);
  throw fault(`${place} is missing; expected what the manifest compares, or null where it is not known`);
}

/** The clusters in an answer to `list`. Throws the error that it holds instead. */
export function readList(answer: unknown, fault: Fault): readonly ListedCluster[] {
  const { clusters, error } = parse(listAnswer, answer, [], fault);
  if (error !== undefined && clusters !== undefined) throw fault(`the answer has both ${one}`);
  if (error !== undefined) throw new ProviderError(error);
  if (clusters === undefined) throw fault("/clusters is missing; expected a list of clusters, or an `error`");
  const indexes = new Map<string, number>();
  return clusters.map((printed, index) => {
    const { id, name = id, version } = printed;
    const first = indexes.get(id);
    if (first !== undefined)
      throw fault(`${pointerOf(["clusters", index, "id"])} is that of ${pointerOf(["clusters", first])} too`);
    indexes.set(id, index);
    const row: PrintedRow = { index, printed };
    return { id, name, version: version === undefined ? versionIn(printed) : version, row };
  });
}

/**
 * What a listed row tells of its cluster; undefined where the program has to be asked for it: the row is a mere name, or
 * was printed without knowing what the manifest wants to know of the cluster.
 */
export function readListed(
  { listed, with: parameters, properties }: ClusterRef,
  fault: Fault,
): Observation | undefined {
  const row = listed?.row;
  if (!isPrintedRow(row) || Object.keys(parameters).length > 0) return undefined;
  const base = ["clusters", row.index];
  const { observation, error } = parse(rowShape, row.printed, base, fault);
  if (observation !== undefined && error !== undefined) throw fault(`${pointerOf(base)} has both ${one}`);
  if (error !== undefined) throw new ProviderError(error);
  const known = observation?.properties ?? {};
  return properties.every((name) => Object.hasOwn(known, name)) ? observation : undefined;
}

/** A row stays as it was printed until its cluster is read: a fault in it is that cluster's alone. */
interface PrintedRow {
  readonly index: number;
  readonly printed: Readonly<Record<string, unknown>>;
}

function isPrintedRow(row: unknown): row is PrintedRow {
  return row instanceof Object && "index" in row && "printed" in row;
}

/** For a row that leaves its version to its observation. */
function versionIn({ observation }: PrintedRow["printed"]): string | null {
  const version: unknown = observation instanceof Object ? Reflect.get(observation, "version") : null;
  return typeof version === "string" ? version : null;
}

function parse<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  base: readonly PropertyKey[],
  fault: Fault,
): z.output<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw fault(explainIssues(result.error.issues, value, base));
}
