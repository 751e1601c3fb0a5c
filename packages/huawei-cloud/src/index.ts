export { accountReads } from "./account-reads.ts";
export { type CceWith, cceIdSchema, cceWithSchema } from "./cce/config.ts";
export { connectCce } from "./cce/connect.ts";
export type { CceActions, CceProduct } from "./cce/product.ts";
export { createCceReads } from "./cce/reads.ts";
export { type HuaweiConfig, huaweiConfigSchema } from "./config.ts";
export type { ErrorRule } from "./errors.ts";
export type { HuaweiContext } from "./huawei-context.ts";
export { idPattern, isPlainId } from "./ids.ts";
export { parsePercent } from "./percent.ts";
export { type HuaweiService, openService, type ServiceOptions } from "./service.ts";
export {
  anything,
  bodyWithout,
  instant,
  looseRows,
  object,
  readText,
  reject,
  rows,
  section,
  text,
} from "./shapes.ts";
