import { cliFile, readCliProfile } from "./cli-profile.ts";
import { defaultFile, readCredentialsFile } from "./credentials-file.ts";
import { isSwitchedOn, readVariable, type SignInContext } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import type { NamedWay } from "./way.ts";

type FileContext = Pick<SignInContext, "config" | "env" | "readFile">;

/**
 * aliyun-cli's profile, else the section of the credentials file. One variable picks in both; where it names what neither
 * has, nothing later in the chain is what the user meant.
 */
export async function findProfile(context: FileContext): Promise<NamedWay | undefined> {
  const { env } = context;
  const isCliOff = isSwitchedOn(env, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
  const cli = isCliOff ? undefined : await readText(cliFile, context);
  const profile = cli === undefined ? undefined : readCliProfile(cli, context);
  if (profile !== undefined) return profile;
  const file = fileOf(context);
  const text = await readText(file, context);
  const section = text === undefined ? undefined : readCredentialsFile(text, file, context);
  const wanted = readVariable(env, "ALIBABA_CLOUD_PROFILE");
  if (section !== undefined || wanted === undefined || (cli ?? text) === undefined) return section;
  const places = [...(cli === undefined ? [] : [cliFile]), ...(text === undefined ? [] : [file])];
  throw cannotSignIn(
    `ALIBABA_CLOUD_PROFILE is ${JSON.stringify(wanted)}, and ${places.join(" and ")} ${places.length === 1 ? "has" : "have"} no credentials under that name`,
    "Correct the name, or unset ALIBABA_CLOUD_PROFILE to use the default.",
  );
}

/** Where `findProfile` looks, for people. */
export function profilePlaces(context: Pick<SignInContext, "env">): readonly string[] {
  const isCliOff = isSwitchedOn(context.env, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
  return [...(isCliOff ? [] : [cliFile]), fileOf(context)];
}

function fileOf({ env }: Pick<SignInContext, "env">): string {
  return readVariable(env, "ALIBABA_CLOUD_CREDENTIALS_FILE") ?? defaultFile;
}

async function readText(file: string, { readFile }: FileContext): Promise<string | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw cannotSignIn(`${file} could not be read${code}`, "Check its permissions, or that it is a file.");
  }
}
