import type { CloudName } from "../scenario/world.ts";
import { ackRoutes } from "./alibaba/ack/routes.ts";
import { credentialsUriAction } from "./alibaba/metadata/credentials-uri.ts";
import { metadataRoutes as alibabaMetadata } from "./alibaba/metadata/routes.ts";
import { stsRoutes } from "./alibaba/sts/routes.ts";
import { autopilotRoutes, cceRoutes } from "./huawei/cce/routes.ts";
import { cssRoutes } from "./huawei/css/routes.ts";
import { iamRoutes } from "./huawei/iam/routes.ts";
import { signInRoutes } from "./huawei/iam/sign-in-routes.ts";
import { podIdentityAction } from "./huawei/metadata/pod-identity.ts";
import { metadataRoutes as huaweiMetadata } from "./huawei/metadata/routes.ts";

const routes = {
  huawei: [
    ...iamRoutes,
    ...signInRoutes,
    ...huaweiMetadata,
    { action: podIdentityAction },
    ...cceRoutes,
    ...autopilotRoutes,
    ...cssRoutes,
  ],
  alibaba: [...ackRoutes, ...stsRoutes, ...alibabaMetadata, { action: credentialsUriAction }],
};

/** The names of a cloud's simulated calls, for faults and literal responses. */
export function actionsOf(cloud: CloudName): readonly string[] {
  return [...new Set(routes[cloud].map((route) => route.action))];
}
