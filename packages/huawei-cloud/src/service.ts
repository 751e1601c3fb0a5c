import {
  type Answer,
  type ApiOptions,
  ConfigurationError,
  type ConnectContext,
  type Read,
  type ReadRequest,
  type SignableRequest,
  type SignedHeaders,
} from "@upgradectl/provider-sdk";
import type { HuaweiConfig } from "./config.ts";
import { configSource } from "./config-source.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { regionPattern, serviceUrl } from "./endpoints.ts";
import { environmentSource, findVariable, projectIdNames, regionNames } from "./environment.ts";
import { createReadError, type ErrorRule } from "./errors.ts";
import { isPlainId } from "./ids.ts";
import { projectService, readProjectId } from "./project-id.ts";
import { shareRead } from "./shared-read.ts";
import { signRequest } from "./sign.ts";

export interface ServiceOptions {
  /** First label of the service's host name, such as `cce`. */
  readonly service: string;
  /** The provider's reads; their paths have a `{project_id}`, which is filled in here. */
  readonly reads: readonly Read[];
  /** What the service's own error codes mean. */
  readonly errorRules: readonly ErrorRule[];
}

/** One service of one project, with sign-in, project and errors settled. */
export interface HuaweiService {
  /** Makes a declared read in the project. Throws a `ProviderError`. */
  read(action: string, request: Pick<ReadRequest, "path" | "query" | "signal">): Promise<Answer>;
}

export type HuaweiContext = Pick<ConnectContext<HuaweiConfig>, "config" | "env" | "http" | "secret">;

/**
 * Opens a service; sends nothing. Credentials are looked for at the first read, and so is the project id where
 * nothing names it. Throws a `ConfigurationError` where region, endpoint or credentials cannot work.
 */
export function openService(context: HuaweiContext, options: ServiceOptions): HuaweiService {
  const { config, http } = context;
  const apiOptions = createApiOptions(context, options);
  const url = config.endpoint ?? serviceUrl(options.service, requireRegion(context, "/region"));
  const projectId = findProjectId(context);
  const api = http.api({ ...apiOptions, baseUrl: url });
  const readProject = projectId === undefined ? openProject(context, apiOptions) : async () => projectId;
  return {
    read: async (action, { path, query, signal }) => {
      const project = await readProject(signal);
      return api.read(action, {
        path: { project_id: project, ...path },
        headers: { "x-project-id": project },
        signal,
        ...(query === undefined ? {} : { query }),
      });
    },
  };
}

type CommonApiOptions = Omit<ApiOptions, "baseUrl" | "service">;

function createApiOptions({ config, env, secret }: HuaweiContext, options: ServiceOptions): CommonApiOptions {
  const sources = [configSource(config), environmentSource(env)];
  let reading: Promise<Credentials> | undefined;
  let known: Credentials | undefined;
  const readOnce = async () => {
    reading ??= readCredentials(sources, secret);
    try {
      known = await reading;
      return known;
    } finally {
      reading = undefined;
    }
  };
  return {
    requestIdHeaders: ["x-request-id", "x-iam-trace-id"],
    sign: (request) =>
      known === undefined
        ? readOnce().then((credentials) => authenticate(request, credentials))
        : authenticate(request, known),
    readError: createReadError(options.errorRules, options.reads),
  };
}

function authenticate(request: SignableRequest, credentials: Credentials): SignedHeaders {
  if ("token" in credentials) return { headers: { "x-auth-token": credentials.token } };
  return { headers: signRequest(request, credentials), identity: credentials.accessKeyId };
}

function openProject(
  context: HuaweiContext,
  options: CommonApiOptions,
): (signal: AbortSignal) => Promise<string> {
  const region = requireRegion(context, "/projectId");
  const iam = context.http.api({
    ...options,
    service: projectService,
    baseUrl: context.config.iamEndpoint ?? serviceUrl("iam", region),
  });
  return shareRead((signal) => readProjectId(iam, region, signal));
}

function findRegion({ config, env }: HuaweiContext): string | undefined {
  if (config.region !== undefined) return config.region;
  const found = findVariable(env, regionNames);
  if (found === undefined) return undefined;
  const [name, region] = found;
  if (new RegExp(regionPattern).test(region)) return region;
  throw new ConfigurationError(`${name} is ${JSON.stringify(region)}, which is no region id`, {
    hint: "Set `region` to an id such as cn-north-4.",
    pointer: "/region",
  });
}

/** `pointer` is the key that would make the region needless or known. */
function requireRegion(context: HuaweiContext, pointer: "/region" | "/projectId"): string {
  const region = findRegion(context);
  if (region !== undefined) return region;
  if (pointer === "/region") {
    throw new ConfigurationError("there is no region, and no endpoint in its place", {
      hint: "Set `region` to an id such as cn-north-4, or set HW_REGION_NAME.",
      pointer,
    });
  }
  throw new ConfigurationError("there is no project id, and no region to look it up by", {
    hint: "Set `projectId` (console: My Credentials > API Credentials), or `region`.",
    pointer,
  });
}

function findProjectId({ config, env }: HuaweiContext): string | undefined {
  if (config.projectId !== undefined) return config.projectId;
  const found = findVariable(env, projectIdNames);
  if (found === undefined) return undefined;
  const [name, projectId] = found;
  if (isPlainId(projectId)) return projectId;
  throw new ConfigurationError(`${name} is ${JSON.stringify(projectId)}, which is no project id`, {
    hint: "A project id has letters, digits, and the signs . _ - only.",
    pointer: "/projectId",
  });
}
