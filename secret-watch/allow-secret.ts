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

/** For test files that write a provider's package: its conformance test and its pipeline need something in a secret's place. */
export function allowTemplateSecrets(): void {
  for (const secret of ["made-up-secret-4711", "not-a-real-one"])
    allowSecret({ secret, because: "it stands in the template of a provider's package" });
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
