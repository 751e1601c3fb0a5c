import {
  type Answer,
  type Api,
  type ApiOptions,
  ConfigurationError,
  isConfigurationError,
  ProviderError,
  type ReadRequest,
} from "@upgradectl/provider-sdk";

export type Sign = NonNullable<ApiOptions["sign"]>;

/** A base URL, and the configuration key that would change it. */
export interface IamAddress {
  readonly baseUrl: string;
  readonly pointer: string;
}

/** IAM, which gives out tokens and keys, and knows the projects. */
export class Iam {
  readonly #openApi: (address: IamAddress, sign: Sign) => Api;
  readonly #sign: Sign;
  readonly #signIns = new Map<string, Sign>();
  #address: IamAddress | undefined;
  #api: Api | undefined;

  /** `sign` serves what is no sign-in. */
  constructor(openApi: (address: IamAddress, sign: Sign) => Api, sign: Sign) {
    this.#openApi = openApi;
    this.#sign = sign;
  }

  /** Opens it at once, so that what it may be asked is known before anything is. Throws a `ConfigurationError`. */
  open(address: IamAddress): void {
    if (this.#api !== undefined && this.#address?.baseUrl === address.baseUrl) return;
    this.#api = this.#openApi(address, (request, signal) =>
      (this.#signIns.get(request.action) ?? this.#sign)(request, signal),
    );
    this.#address = address;
  }

  /** How requests of this action are signed. */
  signInWith(action: string, sign: Sign): void {
    this.#signIns.set(action, sign);
  }

  async read(action: string, request: ReadRequest): Promise<Answer> {
    if (this.#api === undefined) throw notSignedIn(unknownIam(), `${action} cannot be asked`);
    return this.#api.read(action, request);
  }
}

/** For an address that may have come to light only when the run had begun, in the file that `source` names. */
export function openLate(iam: Iam, find: () => IamAddress | undefined, source: string): void {
  try {
    const address = find();
    if (address !== undefined) iam.open(address);
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    throw notSignedIn(error, `IAM cannot be asked (credentials: ${source})`);
  }
}

/** A fault of the configuration that came to light only when the run had begun. */
export function notSignedIn({ message, hint }: ConfigurationError, deed?: string): ProviderError {
  return new ProviderError({
    kind: "unauthenticated",
    message: deed === undefined ? message : `${deed}: ${message}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

export function unknownProject(): ConfigurationError {
  return new ConfigurationError("there is no project id, and no region to look it up by", {
    hint: "Set `projectId` (console: My Credentials > API Credentials), or `region`.",
    pointer: "/projectId",
  });
}

export function unknownIam(): ConfigurationError {
  return new ConfigurationError("there is no region, so it is not known where IAM is", {
    hint: "Set `region` to an id such as cn-north-4, or `iamEndpoint`.",
    pointer: "/region",
  });
}
