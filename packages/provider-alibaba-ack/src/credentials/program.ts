import { type Perishable, ProviderError } from "@upgradectl/provider-sdk";
import { type AccessKey, maskKey, readKey } from "./access-key.ts";
import type { SignInContext } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import { isRecord, readExpiry } from "./temporary-key.ts";

const shape =
  'It has to print {"mode": "StsToken", "access_key_id": …, "access_key_secret": …, "sts_token": …}.';

/**
 * Runs the program of an External profile and reads the key that it prints. Neither its arguments nor anything that it
 * writes goes into a message: both may hold secrets.
 */
export async function runForKey(
  program: string,
  args: readonly string[],
  source: string,
  { runProgram, secret }: Pick<SignInContext, "runProgram" | "secret">,
  signal: AbortSignal,
): Promise<Perishable<AccessKey>> {
  const name = `the process_command of ${source}`;
  const { exitCode, stdout } = await runProgram(program, args, signal).catch((error: unknown) => {
    if (signal.aborted)
      throw new ProviderError({ kind: "cancelled", message: `${name} was stopped with the run` });
    const reason = error instanceof Error ? error.message : "it could not be run";
    throw cannotSignIn(`${name} failed: ${reason}`, "Run it by hand to see why.");
  });
  if (exitCode !== 0)
    throw cannotSignIn(`${name} failed with exit code ${exitCode}`, "Run it by hand to see why.");
  const printed = parse(stdout);
  if (printed === undefined) throw cannotSignIn(`${name} printed no JSON object`, shape);
  const part = (key: string) => [`${key} in the output of ${name}`, printed[key]] as const;
  const key = readKey({
    id: part("access_key_id"),
    secret: part("access_key_secret"),
    token: part("sts_token"),
  });
  if (key === undefined) throw cannotSignIn(`${name} printed no access_key_id and access_key_secret`, shape);
  maskKey(key, secret);
  const mode = typeof printed.mode === "string" ? printed.mode.trim().toLowerCase() : "";
  if (mode !== "" && mode !== "ak" && mode !== "ststoken")
    throw cannotSignIn(`${name} printed a mode that is neither AK nor StsToken`, shape);
  if (mode === "ststoken" && key.securityToken === undefined)
    throw cannotSignIn(`${name} printed the mode StsToken, but no sts_token`, shape);
  return { value: key, expiresAt: readExpiry(printed.expiration) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
