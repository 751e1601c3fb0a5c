import { existsSync } from "node:fs";

/** What a thread can be in the system for, without an end: a name that no server answers for, a pipe that nobody writes to. */
const endless = /^(?:GetAddrInfo|GetNameInfo|FSReq)/;
const shell = "/bin/sh";

/**
 * Node waits at its end for the threads that are in the system, half a minute where the name servers are silent. Where there
 * are such, another program takes the process's place and ends with the code, which ends every thread at once. What this
 * gives comes back where there are none, and where a process cannot be replaced.
 */
export function threadsEnding(process: NodeJS.Process): (code: number) => void {
  // Taken now, as plugins may put something else in their places.
  const resources = process.getActiveResourcesInfo.bind(process);
  const replace = process.execve?.bind(process);
  return (code) => {
    // Where the shell is missing, Node would crash.
    if (replace !== undefined && resources().some((name) => endless.test(name)) && existsSync(shell))
      replace(shell, ["sh", "-c", `exit ${code}`], {});
  };
}
