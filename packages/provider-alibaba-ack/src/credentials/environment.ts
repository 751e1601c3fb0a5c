import { type AccessKey, readKey } from "./access-key.ts";
import type { Env, SignInContext } from "./settings.ts";

/** A place where a key itself stands: nothing has to be asked for it. */
export interface KeyPlace {
  /** Where it is, for people. */
  readonly place: string;
  /** The same in the report's evidence. */
  readonly source: string;
  /** Undefined where there is none, throws where there is half of one. */
  find(): AccessKey | undefined;
}

/** Names of the official SDK, of Terraform and of aliyun-cli, in this order. */
export const keyVariables = [
  ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"],
  ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN"],
  ["ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_SECURITY_TOKEN"],
  ["ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECURITY_TOKEN"],
] as const;

export function environmentPlaces(env: Env): readonly KeyPlace[] {
  return keyVariables.map(([id, secret, token]) => ({
    place: `${id}, ${secret}`,
    source: `environment ${id}`,
    find: () => readKey({ id: [id, env[id]], secret: [secret, env[secret]], token: [token, env[token]] }),
  }));
}

export function configurationPlace({
  config,
  instance,
}: Pick<SignInContext, "config" | "instance">): KeyPlace {
  const path = `providers.${instance}.config.credentials`;
  return {
    place: path,
    source: "configuration",
    find: () => {
      const key = config.credentials;
      if (key === undefined) return undefined;
      return readKey({
        id: [`${path}.accessKeyId`, key.accessKeyId],
        secret: [`${path}.accessKeySecret`, key.accessKeySecret],
        token: [`${path}.securityToken`, key.securityToken],
      });
    },
  };
}
