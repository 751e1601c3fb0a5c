import type { Perishable } from "@upgradectl/provider-sdk";
import type { Iam } from "../iam.ts";
import { cleanSecret } from "./clean-text.ts";
import { identityOf, type Mask, type Signer } from "./credential.ts";
import { type ReadFile, readSecretFile } from "./read-secret-file.ts";
import type { IdToken } from "./source.ts";
import { oddAnswer, parseTemporaryKey } from "./temporary-key.ts";

const tokenAction = "CreateTokenWithIdToken";
const keyAction = "CreateTemporaryAccessKeyByToken";
/** Of the vendor's SDKs (Python 3.1.211): six hours. */
const keySeconds = 21_600;

export interface IdTokenSignIn {
  readonly idToken: IdToken;
  readonly source: string;
  readonly iam: Iam;
  readonly readFile: ReadFile;
  readonly mask: Mask;
  readonly now: () => number;
}

/**
 * Gets a temporary key for an OpenID Connect id token, in the two steps of the vendor's SDKs: the id token buys a token
 * without a project, and that one buys the key.
 */
export function createIdTokenKeys(
  signIn: IdTokenSignIn,
): (signal: AbortSignal) => Promise<Perishable<Signer>> {
  const { idToken, source, iam, readFile, mask } = signIn;
  const principal = { kind: "id-token", id: idToken.idpId, source };
  for (const action of [tokenAction, keyAction])
    iam.signInWith(action, ({ body }) => ({ headers: {}, identity: identityOf(action, body), principal }));
  return async (signal) => {
    const id = await readSecretFile(readFile, idToken.idTokenFile, "the id token", source);
    mask(id);
    const first = await iam.read(tokenAction, {
      headers: { "x-idp-id": idToken.idpId },
      json: { auth: { id_token: { id } } },
      signal,
    });
    const token = cleanSecret(first.headers["x-subject-token"]);
    if (typeof token !== "string") throw oddAnswer(first, "without a usable header `X-Subject-Token`");
    mask(token);
    const identity = { methods: ["token"], token: { id: token, duration_seconds: keySeconds } };
    const second = await iam.read(keyAction, { json: { auth: { identity } }, signal });
    return parseTemporaryKey(second, source, signIn);
  };
}
