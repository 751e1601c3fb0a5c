import type { JsonSchema } from "@upgradectl/provider-sdk";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Problem } from "../../diagnostics.ts";
import { didYouMean } from "../../did-you-mean.ts";
import { isRecord } from "../../is-record.ts";
import { quote } from "../../quote-text.ts";
import { asSchema, isDelicate, knownKeys } from "../schema/schema-walk.ts";
import { pathOf } from "./pointer.ts";
import type { View } from "./view.ts";

/** The key that an unknown one was probably meant to be: near to it, and not there yet. */
export function suggestionFor(error: ErrorObject): string | undefined {
  const key: unknown = error.params.additionalProperty ?? error.params.unevaluatedProperty;
  if (typeof key !== "string") return undefined;
  const { data } = error;
  return didYouMean(
    key,
    [...keysOf(error)].filter((known) => !isRecord(data) || !Object.hasOwn(data, known)),
  );
}

export function explainUnknownKey(
  error: ErrorObject,
  key: string,
  place: string,
  schema: JsonSchema,
  view: View,
): Problem {
  const known = [...keysOf(error)];
  const suggestion = suggestionFor(error);
  // `{ token:abc }`, without a blank, makes a key out of the secret.
  const isPrintable =
    /^[A-Za-z][\w-]{0,40}$/.test(key) || !isDelicate(schema, [...pathOf(error.instancePath), key]);
  const belongsElsewhere = known.includes(key);
  const path = [...pathOf(error.instancePath), key];
  return {
    severity: "error",
    code: "unknown-key",
    summary: isPrintable
      ? `${view.words(path)} ${belongsElsewhere ? "does not go with the other keys there" : "is not a known key"}`
      : `${place} has a key that is not known`,
    detail: known.length === 0 ? `${place} takes no keys.` : `Known here: ${known.map(quote).join(", ")}.`,
    hint:
      suggestion === undefined
        ? "Remove it, or move it to where it belongs."
        : `Did you mean ${quote(suggestion)}?`,
  };
}

function keysOf({ parentSchema }: ErrorObject): ReadonlySet<string> {
  return knownKeys(asSchema(parentSchema));
}
