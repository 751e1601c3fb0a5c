import type { Answer, Read, ReadRequest } from "@upgradectl/provider-sdk";
import { openAccount } from "./account.ts";
import { createReadError, type ErrorRule } from "./errors.ts";
import type { HuaweiContext } from "./huawei-context.ts";
import { findServiceUrl } from "./settings.ts";

export type { HuaweiContext } from "./huawei-context.ts";

export interface ServiceOptions {
  /** First label of the service's host name, such as `cce`. */
  readonly service: string;
  /** The provider's reads, `accountReads` among them; the paths of the service have a `{project_id}`, which is filled in here. */
  readonly reads: readonly Read[];
  /** What the service's own error codes mean. */
  readonly errorRules: readonly ErrorRule[];
}

/** One service of one project, with sign-in, project and errors settled. */
export interface HuaweiService {
  /** Makes a declared read in the project. Throws a `ProviderError`. */
  read(action: string, request: Pick<ReadRequest, "path" | "query" | "json" | "signal">): Promise<Answer>;
}

/**
 * Opens a service; sends nothing. Credentials are looked for at the first read, and so is the project id where
 * nothing names it. Throws a `ConfigurationError` where region, endpoint or credentials cannot work.
 */
export function openService(context: HuaweiContext, options: ServiceOptions): HuaweiService {
  const baseUrl = findServiceUrl(context, options.service);
  const account = openAccount(context, createReadError(options.errorRules, options.reads));
  const pointer = context.config.endpoint === undefined ? "/region" : "/endpoint";
  const api = context.http.api({ ...account.api, baseUrl, pointer });
  return {
    read: async (action, { path, query, json, signal }) => {
      const project = await account.projectId(signal);
      // A signal of its own tells which identity stood behind the request.
      const own = AbortSignal.any([signal]);
      const answer = await api.read(action, {
        path: { project_id: project, ...path },
        headers: { "x-project-id": project },
        signal: own,
        ...(query === undefined ? {} : { query }),
        ...(json === undefined ? {} : { json }),
      });
      account.accepted(own);
      return answer;
    },
  };
}
