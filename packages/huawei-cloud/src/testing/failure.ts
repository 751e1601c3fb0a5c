import { ConfigurationError, ProviderError } from "@upgradectl/provider-sdk";
import type { FakeAnswer } from "./fake-http.ts";

/** The `ProviderError` that the work ends with; any other end fails the test. */
export async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`expected a ProviderError, got ${String(error)}`);
}

export function configurationError(open: () => unknown): ConfigurationError {
  try {
    open();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("expected a ConfigurationError");
}

/** A refusal as CCE or the gateway writes it, or a proxy's page where there is no code. */
export function refusal(status: number, code?: string): FakeAnswer {
  return { status, body: code === undefined ? "<html>" : { errorCode: code, errorMessage: "refused" } };
}
