import type { Plan } from "./cells.ts";
import type { MatrixFault } from "./faults.ts";
import { type FaultServer, startFaultServer } from "./server.ts";
import { signInAnswer } from "./sign-in.ts";

export interface Surround {
  readonly upstream: string;
  readonly trap: string;
  readonly strangers: { readonly silent: string; readonly plain: string };
}

/** What stands between a cell's account and its cloud. */
export async function serveCell(
  { cell, cloud, name }: Plan,
  { upstream, trap, strangers }: Surround,
): Promise<{ readonly url: string; readonly server?: FaultServer }> {
  const { fault, place } = cell;
  if (fault.url === "https:silent") return { url: strangers.silent };
  if (fault.url === "https:plain") return { url: strangers.plain };
  if (fault.url !== undefined) return { url: fault.url };
  const pattern = { list: cloud.list, cluster: cloud.cluster(name), upgrades: cloud.upgrades(name) };
  const isHit = ({ url = "" }: { readonly url?: string | undefined }) =>
    place === "everything" || place === "sign-in" || pattern[place].test(url);
  // Nobody speaks through a certificate that is refused.
  const nothing = () => {};
  const answer = fault.status === undefined ? undefined : signInAnswer(cell.source, fault.status);
  const given = fault.fault ?? (fault.status === undefined ? nothing : passOn);
  const own: typeof given =
    place === "sign-in" && answer !== undefined
      ? (exchange) => given({ ...exchange, forward: async () => answer })
      : given;
  const { certificate } = fault;
  const server = await startFaultServer({
    upstream,
    isHit,
    fault: own,
    trap,
    ...(certificate === undefined ? {} : { certificate }),
  });
  return { url: server.url, server };
}

const passOn: NonNullable<MatrixFault["fault"]> = async ({ response, forward }) => {
  const { status, headers, body } = await forward();
  response.writeHead(status, headers).end(body);
};
