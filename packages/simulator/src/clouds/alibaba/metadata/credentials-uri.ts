import type { World } from "../../../scenario/world.ts";
import type { Call, Route } from "../../cloud.ts";
import { keyForms } from "../key-forms.ts";
import { serverKeyLifetimeMs, showKey } from "./server-key.ts";

/** It has no API reference: the name is ours. */
export const credentialsUriAction = "GetCredentials";

/** A program beside the client that gives keys to whoever asks, at the path that the client's environment names. */
export function credentialsUriRoutes(world: World): readonly Route[] {
  return world.accounts.flatMap((account) => {
    const { credentialsUri, keyLifetimeMs } = account.signIn;
    if (credentialsUri === null) return [];
    const lifetimeMs = keyLifetimeMs ?? serverKeyLifetimeMs;
    return [
      {
        action: credentialsUriAction,
        method: "GET" as const,
        path: credentialsUri,
        query: [],
        owners: () => [account],
        reply: ({ desk, now }: Call) => showKey(desk.metadataKey(keyForms, account, now, lifetimeMs), now),
      },
    ];
  });
}
