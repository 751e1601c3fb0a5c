import type { Surroundings } from "../observe/connect-fleet.ts";

type Environment = Surroundings["env"];

/** The same environment; tells of each variable that is asked for. */
export function watchReads(
  env: Environment,
  tell: (name: string, value: string | undefined) => void,
): Environment {
  const keep = (name: string | symbol): void => {
    if (typeof name === "string") tell(name, Object.hasOwn(env, name) ? env[name] : undefined);
  };
  return new Proxy(env, {
    get: (target, name) => {
      keep(name);
      return typeof name === "string" && Object.hasOwn(target, name) ? target[name] : undefined;
    },
    has: (target, name) => {
      keep(name);
      return Object.hasOwn(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      keep(name);
      return Object.getOwnPropertyDescriptor(target, name);
    },
  });
}
