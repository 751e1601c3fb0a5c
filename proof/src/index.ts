export { attacks, hostileText } from "./hostile-text.ts";
export { mulberry32 } from "./mulberry32.ts";
export { mutate, mutations } from "./mutations.ts";
export {
  errorOf,
  observationOf,
  observedAt,
  operationOf,
  stepOf,
  target,
  time,
  version,
} from "./observations.ts";
export { partialRecord } from "./partial-record.ts";
export { note, patience, prove, proveAsync, scale, seed } from "./prove.ts";
