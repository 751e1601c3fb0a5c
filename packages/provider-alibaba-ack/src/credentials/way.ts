import type { AccessKey } from "./access-key.ts";

/** How a key is got, as the environment or a file says it. */
export type Way =
  | { readonly kind: "key"; readonly key: AccessKey }
  | { readonly kind: "assume-role"; readonly from: Way; readonly role: Role }
  | {
      readonly kind: "assume-role-with-oidc";
      readonly role: Role;
      readonly providerArn: string;
      readonly tokenFile: string;
    }
  | { readonly kind: "instance-role"; readonly roleName: string | undefined }
  | { readonly kind: "program"; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: "uri"; readonly uri: string };

/** A RAM role, and the STS endpoint that gives a temporary key for it. */
export interface Role {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly externalId: string | undefined;
  readonly stsUrl: string;
}

/** A way, and who speaks of it: a variable, a profile of a file. For messages and for the report's evidence. */
export interface NamedWay {
  readonly way: Way;
  readonly source: string;
}
