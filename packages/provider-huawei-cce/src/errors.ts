import { cceErrorRules, type ErrorRule, missingCluster } from "@upgradectl/huawei-cloud";

/** What the codes of CCE mean. Only ShowCluster's 404 speaks of the cluster itself. */
export const errorRules: readonly ErrorRule[] = [missingCluster("ShowCluster"), ...cceErrorRules];
