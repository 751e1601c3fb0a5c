import type { ProviderError } from "@upgradectl/provider-sdk";
import { readProfile } from "./profile.ts";
import { readVariable, type SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import { isRecord } from "./temporary-key.ts";
import type { NamedWay } from "./way.ts";

/** aliyun-cli's configuration. Other programs write it; this one never does. */
export const cliFile = "~/.aliyun/config.json";

/**
 * The profile that `ALIBABA_CLOUD_PROFILE` or the file itself picks. Undefined where the file has none of the name that the
 * variable asks for, or nothing in it. No message has a part of the file: it is full of secrets.
 */
export function readCliProfile(text: string, settings: SignInSettings): NamedWay | undefined {
  const file = parseFile(text);
  if (file.profiles === undefined || file.profiles === null) return undefined;
  if (!Array.isArray(file.profiles)) throw malformed("`profiles` is no list");
  const profiles = file.profiles.filter(isRecord);
  const wanted = readVariable(settings.env, "ALIBABA_CLOUD_PROFILE");
  const current = typeof file.current === "string" ? file.current.trim() : "";
  const name = wanted ?? (current || "default");
  if (profiles.some((profile) => profile.name === name)) return readProfile(profiles, name, settings);
  if (wanted !== undefined || current === "" || profiles.length === 0) return undefined;
  throw cannotSignIn(
    `${cliFile} names ${JSON.stringify(current)} as its current profile, but has none of that name`,
    "Run `aliyun configure switch`, or set ALIBABA_CLOUD_PROFILE.",
  );
}

function parseFile(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const line = lineOf(error, text);
    throw malformed(
      `it is no JSON${line === undefined ? "" : `; line ${line} is the first that does not fit`}`,
    );
  }
  if (isRecord(value)) return value;
  throw malformed("it is no JSON object");
}

/** V8's messages quote the text, so nothing but a number is taken from them. */
function lineOf(error: unknown, text: string): number | undefined {
  const message = error instanceof Error ? error.message : "";
  const position = /position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  const end = /end of JSON input$/.test(message) ? text.length : undefined;
  const offset = position === undefined ? end : Number(position);
  return offset === undefined ? undefined : text.slice(0, offset).split("\n").length;
}

function malformed(fault: string): ProviderError {
  return cannotSignIn(
    `${cliFile} cannot be used: ${fault}`,
    "Mend the file, or set ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true to leave it out.",
  );
}
