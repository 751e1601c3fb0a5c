import { type Perishable, ProviderError } from "@upgradectl/provider-sdk";
import type { AccessKey } from "./access-key.ts";
import type { SignInContext } from "./settings.ts";
import { openApi, type SignInApis } from "./sign-in-apis.ts";
import { cannotSignIn, signInFailure } from "./sign-in-error.ts";
import { isRecord, readTemporaryKey } from "./temporary-key.ts";

/** An address in the parts that a declared read has. */
export interface UriParts {
  /** Without the last path segment. */
  readonly baseUrl: string;
  /** The last path segment, decoded; undefined where the path ends with a slash. */
  readonly name: string | undefined;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

/** Undefined for what is no http address, or has a user name in it. The address may hold a token: never quote it. */
export function splitUri(uri: string): UriParts | undefined {
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) return undefined;
  const { origin, pathname, searchParams, username, password } = new URL(uri);
  if (username !== "" || password !== "") return undefined;
  const slash = pathname.lastIndexOf("/");
  const name = decode(pathname.slice(slash + 1));
  if (name === undefined || name === "." || name === ".." || /\p{Cc}/u.test(name)) return undefined;
  const query = Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)]));
  return { baseUrl: origin + pathname.slice(0, slash), name: name || undefined, query };
}

/** Gets a key from an address of the user's own (`ALIBABA_CLOUD_CREDENTIALS_URI`). */
export async function readUriKey(
  uri: string,
  source: string,
  apis: SignInApis,
  secret: SignInContext["secret"],
  signal: AbortSignal,
): Promise<Perishable<AccessKey>> {
  const parts = splitUri(uri);
  if (parts === undefined)
    throw cannotSignIn(
      `the credentials URI of ${source} is no http or https address, or has a user name in it`,
      "Write it like http://127.0.0.1:8080/credentials.",
    );
  const { baseUrl, name, query } = parts;
  const api = openApi(() => apis.credentialsUri(baseUrl), `the credentials URI of ${source}`);
  try {
    const { body } =
      name === undefined
        ? await api.read("GetCredentialsOfFolder", { query, signal })
        : await api.read("GetCredentials", { path: { name }, query, signal });
    const code = isRecord(body) ? body.Code : undefined;
    // The official SDK does not look at it, aliyun-cli wants Success.
    if (typeof code === "string" && code !== "" && code.toLowerCase() !== "success") throw refused(source);
    return readTemporaryKey("GetCredentials", body, secret);
  } catch (error) {
    throw signInFailure(
      error,
      `the credentials URI of ${source} gave no key`,
      "Check that the program behind the address runs and gives out keys.",
    );
  }
}

function refused(source: string): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `the credentials URI of ${source} answered with a Code that is not Success`,
    hint: "Check the program behind the address.",
  });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
