import {
  type Answer,
  type Api,
  isProviderError,
  type Perishable,
  ProviderError,
  type ReadRequest,
} from "@upgradectl/provider-sdk";
import { isId } from "../config.ts";
import type { AccessKey } from "./access-key.ts";
import type { SignInContext } from "./settings.ts";
import { isRecord, readTemporaryKey } from "./temporary-key.ts";

const tokenSeconds = "21600";
/** Off ECS nothing answers at this address, which every run without credentials would have to wait for. */
const quick = { timeoutMs: 1000, once: true } as const;

type Ask = (action: string, path?: ReadRequest["path"]) => Promise<Answer>;

export interface InstanceRoleRequest {
  readonly api: Api;
  /** Undefined: the role that the instance has. */
  readonly roleName: string | undefined;
  /** May the service be asked without a token, where it gives none or does not take it? */
  readonly allowsV1: boolean;
  readonly secret: SignInContext["secret"];
  readonly signal: AbortSignal;
}

/** The key of an ECS instance's RAM role, from the metadata service (vendor's ECS user guide, "instance metadata", 2024). */
export async function readInstanceKey(request: InstanceRoleRequest): Promise<Perishable<AccessKey>> {
  const ask = await openSession(request);
  const roleName = request.roleName ?? readRoleName(await ask("GetInstanceRoleName"));
  const { body } = await ask("GetInstanceRoleCredentials", { roleName });
  const code = isRecord(body) ? body.Code : undefined;
  if (code !== undefined && (typeof code !== "string" || code.toLowerCase() !== "success"))
    throw odd("GetInstanceRoleCredentials answered with a Code that is not Success");
  return readTemporaryKey("GetInstanceRoleCredentials", body, request.secret);
}

/** True where nothing at all answered at the metadata service's address: this is no ECS instance. */
export function isNoInstance(error: unknown): boolean {
  return isProviderError(error) && (error.kind === "timeout" || error.kind === "network");
}

/** Asks with a token (version 2); without one (version 1) where that is allowed and fails. */
async function openSession({ api, allowsV1, secret, signal }: InstanceRoleRequest): Promise<Ask> {
  const plain: Ask = (action, path = {}) => api.read(action, { path, ...quick, signal });
  let token: string;
  try {
    const headers = { "x-aliyun-ecs-metadata-token-ttl-seconds": tokenSeconds };
    token = readToken(await api.read("GetMetadataToken", { headers, ...quick, signal }));
    secret(token);
  } catch (error) {
    if (!allowsV1 || signal.aborted) throw error;
    return plain;
  }
  return async (action, path = {}) => {
    try {
      const headers = { "x-aliyun-ecs-metadata-token": token };
      return await api.read(action, { path, headers, ...quick, signal });
    } catch (error) {
      if (!allowsV1 || signal.aborted) throw error;
      return plain(action, path);
    }
  };
}

function readToken({ body }: Answer): string {
  const token = typeof body === "string" ? body.trim() : "";
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token;
  throw odd("GetMetadataToken answered without a token");
}

function readRoleName({ body }: Answer): string {
  const name = typeof body === "string" ? (/^[^\r\n]*/.exec(body.trim())?.[0] ?? "").trim() : "";
  if (isId(name)) return name;
  throw odd("GetInstanceRoleName answered without the name of a role");
}

function odd(message: string): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message,
    hint: "Check that the instance has a RAM role, and that nothing else answers for the metadata service.",
  });
}
