export { attacks, hostileText } from "./hostile-text.ts";
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
export { note, patience, prove, proveAsync, scale, seed } from "./prove.ts";
