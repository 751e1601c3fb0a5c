import { good, node, observes, prints, type Sample, shell } from "./sample.ts";

export const healthy: readonly Sample[] = [
  { what: "ignores its input", command: prints(good), says: /"converged".*"state":"ready"/ },
  { what: "closes its input", command: shell(`exec <&-; echo '${good}'`), says: /"converged"/ },
  {
    what: "is asked in JSON",
    command: node(`let text = "";
process.stdin.on("data", (part) => { text += part; }).on("end", () => {
  const { protocol, action, cluster, config } = JSON.parse(text);
  const version = [protocol, action, cluster.id === "id-2", cluster.properties, config.size].join(" ");
  console.log(JSON.stringify({ observation: { version: "1.30", state: { condition: "ready", raw: version } } }));
})`),
    says: /"1 observe true {2}5"/,
  },
  {
    what: "is asked by its environment",
    command: shell(
      'printf \'{"observation":{"version":"1.30","state":{"condition":"ready","raw":"%s"}}}\' "$UPGRADECTL_PROTOCOL $UPGRADECTL_ACTION $UPGRADECTL_CLUSTER_NAME $UPGRADECTL_CLUSTER_ID"',
    ),
    says: /"1 observe c3 id-3"/,
  },
  { what: "logs much", command: shell(`yes | head -c 3000000 >&2; echo '${good}'`), says: /"converged"/ },
  {
    what: "leaves a child behind that holds its output",
    command: shell(`sleep 300 & echo '${good}'`),
    says: /"converged"/,
  },
  {
    what: "leaves a child behind in a session of its own",
    command: node(`require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 3000)"],
  { detached: true, stdio: ["ignore", "inherit", "inherit"] }).unref(); console.log('${good}')`),
    says: /"converged"/,
  },
  {
    what: "prints a long answer",
    command: node(
      `console.log(JSON.stringify({ observation: { version: "1.30", operations: Array.from({ length: 20000 }, (_, n) => ({ phase: "succeeded", id: "op-" + n, startedAt: "2025-01-31T12:00:00+01:00" })) } }))`,
    ),
    says: /"converged".*2025-01-31T11:00:00Z/,
  },
  {
    what: "tells what is compared",
    command: observes({ properties: { versions: { kubelet: "1.29" }, values: ["b", "a"] } }),
    expect: { versions: { kubelet: "1.30" }, values: ["a", "b"] },
    says: /"behind"/,
  },
  {
    what: "has a file of its own",
    command: ["./own.sh", "1.30"],
    script: { file: "own.sh", text: `#!/bin/sh\nprintf '{"observation":{"version":"%s"}}' "$1"\n` },
    says: /"converged"/,
  },
];
