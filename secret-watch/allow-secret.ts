/** A secret that a test has the program write on purpose. */
export interface AllowedSecret {
  readonly secret: string;
  /** What the test proves by it. */
  readonly because: string;
}

const allowed = new Map<string, AllowedSecret>();
let measuring = false;

/** For this test file: stands beside the test that wants it. */
export function allowSecret(one: AllowedSecret): void {
  allowed.set(one.secret, one);
}

export function isAllowed(secret: string): boolean {
  return [...allowed.keys()].some((one) => one.includes(secret));
}

/** For this test file: it measures processes, so nothing is loaded into them. Their streams are still watched. */
export function measureProcesses(): void {
  measuring = true;
}

export function measuresProcesses(): boolean {
  return measuring;
}
