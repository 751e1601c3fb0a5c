import { type JsonSchema, ProviderError } from "@upgradectl/provider-sdk";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { loadAjv } from "../lazy-modules.ts";
import { compileJudge, type Judge } from "./compile-judge.ts";

/**
 * What a plugin returned, if it keeps the contract's schema; else an error of kind `plugin` that says what is wrong.
 * @param what completes "the plugin returned ..."
 * @param name what the value is called where paths into it are shown
 */
export function compileShape<T>(schema: JsonSchema, what: string, name: string): (value: unknown) => T {
  let judge: Judge | null | undefined;
  let explain: ValidateFunction<T> | undefined;
  const isKept = (value: unknown): value is T => {
    // On first use: half of all runs observe nothing.
    if (judge === undefined) judge = compileJudge(schema);
    if (judge?.(value) === true) return true;
    explain ??= compileExplanation(schema);
    return explain(value);
  };
  return (value) => {
    if (isKept(value)) return value;
    const [error] = explain?.errors ?? [];
    const where = `${name}${(error?.instancePath ?? "").replaceAll("/", ".")}`;
    throw brokenContract(what, `${where} ${error?.message ?? "is wrong"}`);
  };
}

/** @param what completes "the plugin returned ..." */
export function brokenContract(what: string, fault: string): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message: `the plugin returned ${what} that the contract does not allow: ${fault}`,
    hint: "This is a bug of the plugin; report it to its authors.",
  });
}

function compileExplanation<T>(schema: JsonSchema): ValidateFunction<T> {
  const { Ajv2020 } = loadAjv();
  // The schema is ours: checking it against its meta-schema would only cost 50 ms.
  return new Ajv2020({ allowUnionTypes: true, validateFormats: false, validateSchema: false }).compile(
    schema,
  );
}
