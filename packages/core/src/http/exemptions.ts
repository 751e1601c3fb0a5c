/** Does a host go without the proxy? `hostname` is as in a `URL`, with the brackets of IPv6. */
export type IsExempt = (hostname: string, port: number) => boolean;

interface Entry {
  readonly holds: IsExempt;
  /** Undefined: every port. */
  readonly port: number | undefined;
}

/**
 * Reads `NO_PROXY` as curl and Go do: names with all that is below them (a dot or `*.` in front changes nothing), addresses,
 * networks such as `10.0.0.0/8`, each also with a port, and `*` for everything. What is none of these exempts nothing.
 */
export function readExemptions(text: string): IsExempt {
  const entries = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map((entry) => readEntry(entry.toLowerCase()));
  return (hostname, port) =>
    entries.some((entry) => (entry.port ?? port) === port && entry.holds(plain(hostname), port));
}

function readEntry(entry: string): Entry {
  if (entry === "*") return { holds: () => true, port: undefined };
  const network = /^([^/]+)\/(\d{1,3})$/.exec(entry);
  if (network !== null) return { holds: inNetwork(network[1] ?? "", Number(network[2])), port: undefined };
  const { isIP } = process.getBuiltinModule("node:net");
  if (isIP(entry) !== 0) return { holds: isAddress(entry), port: undefined };
  const [, name = "", digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  return { holds: isIP(plain(name)) === 0 ? isBelow(name) : isAddress(plain(name)), port };
}

function isBelow(name: string): IsExempt {
  const suffix = plain(name.replace(/^\*?\.+/, ""));
  const { isIP } = process.getBuiltinModule("node:net");
  return (hostname) =>
    suffix !== "" && isIP(hostname) === 0 && (hostname === suffix || hostname.endsWith(`.${suffix}`));
}

function isAddress(address: string): IsExempt {
  return inNetwork(address, address.includes(":") ? 128 : 32);
}

function inNetwork(address: string, prefix: number): IsExempt {
  const { BlockList, isIP } = process.getBuiltinModule("node:net");
  const family = isIP(address);
  if (family === 0 || prefix > (family === 4 ? 32 : 128)) return () => false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  return (hostname) => {
    const own = isIP(hostname);
    return own !== 0 && list.check(hostname, own === 4 ? "ipv4" : "ipv6");
  };
}

/** Without brackets, and without the dot that ends a full name. */
function plain(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
