import type { ClusterBase, OperationBase } from "./base-scenario.ts";

export interface CssClusterScenario extends ClusterBase {
  readonly service: "css";
  /** The image's build before `operations`, such as `7.10.2_24.3.0_0827`. Default: made from the version. */
  readonly image?: string;
  /** Default `elasticsearch`. */
  readonly engine?: CssEngine;
  /** How many nodes, or their names. Default 3. */
  readonly nodes?: number | readonly string[];
  /** The availability zones that the nodes stand in, taken in turn. Default: the region's `a`. */
  readonly zones?: readonly string[];
  /** Further words in `actions`, such as `REBOOTING`. */
  readonly actions?: readonly string[];
  /** True: the image is out of support. Default false. */
  readonly isEos?: boolean;
  /** What ListImages offers. Default: nothing. */
  readonly images?: readonly CssImageScenario[];
  readonly operations?: readonly CssOperationScenario[];
}

export type CssEngine = "elasticsearch" | "opensearch" | "logstash";

export interface CssImageScenario {
  /** The build, such as `7.10.2_24.3.0_0827`. */
  readonly name: string;
  /** The engine's version in it. Default: the cluster's. */
  readonly version?: string;
  /** Default: the cluster's. */
  readonly engine?: CssEngine;
  /** The larger, the better. Default: the earlier in the list, the larger. */
  readonly priority?: number;
  readonly description?: string;
}

/** Its `steps` are those of each batch of nodes; its `duration` is that of all of them together. */
export interface CssOperationScenario extends OperationBase {
  /** What `to` is: `image` (default) a build, `version` a version of the engine, `zone-switch` an availability zone. */
  readonly kind?: "image" | "version" | "zone-switch";
  /** Default `succeeded`; `running` never ends. `partially-failed` leaves some nodes done and others not. */
  readonly outcome?: CssOutcome;
  /** Id of the task. */
  readonly id?: string;
  /** The build that a `version` operation installs. Default: made from the version. */
  readonly image?: string;
  /** The engine that a `version` operation installs. Default: the cluster's. */
  readonly engine?: CssEngine;
  /** How many nodes are worked on at once. Default 1. */
  readonly batchSize?: number;
  /**
   * How many nodes are done when an outcome other than `succeeded` happens, rounded up to whole batches. Default: half
   * of them.
   */
  readonly stopsAfterNodes?: number;
  /** What the API calls the retry times. Default 1. */
  readonly retries?: number;
  /** Default `css_upgrade_agency`. */
  readonly agency?: string;
}

export type CssOutcome = "succeeded" | "failed" | "partially-failed" | "running";
