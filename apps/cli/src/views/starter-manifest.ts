import { schemaLines } from "./manifest.ts";

/** What `init` writes: valid as it is, with a word on everything that most people change. */
export const starterManifest: string = `${schemaLines}
# The clusters that you have, and the versions that they should have.
#   upgradectl validate    checks this file, without asking a cloud
#   upgradectl check       is every cluster as declared?
#   upgradectl gate        may a deployment proceed now?
apiVersion: upgradectl.dev/v1
kind: Fleet

# Where clusters are read. Any number, under names of your own. A provider's source is huawei-cce, huawei-cce-autopilot,
# huawei-css, alibaba-ack, an npm package, or a file such as ./providers/mine.mjs.
providers:
  my-clusters:
    source: huawei-cce
    config:
      region: cn-north-4
      # Credentials come from the environment, under the names of the vendor's own tools: HUAWEICLOUD_SDK_AK and
      # HUAWEICLOUD_SDK_SK here, ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET for alibaba-ack.
      # Other values can come from there too: projectId: \${HW_PROJECT_ID}
    # limits: { concurrency: 8, requestsPerSecond: 20 }

# What every cluster below has, unless it says otherwise.
defaults:
  provider: my-clusters
  # An upgrade that is under way for longer than this is stalled. Without it nothing is.
  stalledAfter: 6h

clusters:
  # A name for reports; any, but each once.
  - name: example
    # The cloud's id of the cluster. \`upgradectl discover --provider my-clusters\` lists those of the account.
    id: 00000000-0000-0000-0000-000000000000
    # A version (v1.29.8-r4), its leading parts (1.29), or a range (">=1.28 <1.30").
    targetVersion: "1.29"
    # For \`check -l env=prod\`.
    labels: { env: prod }
    # What fails a check or closes the gate here; these are the defaults.
    # check: { failOn: [action, pending, incomplete] }
    # gate: { closeOn: [pending, paused, stalled, failed, diverging, incomplete] }
`;
