import { randomBytes } from "node:crypto";
import type { Account } from "../scenario/world.ts";
import { FailureMemory } from "./failure-memory.ts";

/** A token that was given out for a password, an agency, a role ... */
export interface IssuedToken {
  readonly token: string;
  readonly accounts: readonly Account[];
  /** False for a token that is good for signing in further, but for no project. */
  readonly hasProject: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A temporary access key. */
export interface IssuedKey {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly securityToken: string;
  readonly accounts: readonly Account[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What a cloud's tokens and keys look like. */
export interface KeyForms {
  readonly accessKeyId: string;
  readonly securityToken: string;
}

/** More than any test needs; the oldest go first. */
const kept = 10_000;

/**
 * What one cloud of one simulator has given out. Tokens and keys are random, as the real ones: those of one run say
 * nothing about those of another. What has expired is still known, so that its owner can be told so.
 */
export class SignInDesk {
  /** Every account of the cloud. */
  readonly accounts: readonly Account[];
  /** Five wrong passwords in a row lock a user for 15 minutes: the default of IAM's login policy. */
  readonly passwords: FailureMemory = new FailureMemory(4, 15 * 60_000);
  #tokens = new Map<string, IssuedToken>();
  #keys = new Map<string, IssuedKey>();
  #sessions = new Map<string, number>();
  #metadataKeys = new Map<Account, IssuedKey & { readonly renewAt: number }>();

  constructor(accounts: readonly Account[]) {
    this.accounts = accounts;
  }

  issueToken(prefix: string, issue: Omit<IssuedToken, "token">): IssuedToken {
    const issued = { ...issue, token: `${prefix}${randomText(900)}` };
    remember(this.#tokens, issued.token, issued);
    return issued;
  }

  findToken(token: string): IssuedToken | undefined {
    return this.#tokens.get(token);
  }

  issueKey(forms: KeyForms, accounts: readonly Account[], expiresAt: number): IssuedKey {
    const issued: IssuedKey = {
      accessKeyId: `${forms.accessKeyId}${randomBytes(8).toString("hex").toUpperCase()}`,
      secret: randomText(30),
      securityToken: `${forms.securityToken}${randomText(420)}`,
      accounts,
      expiresAt,
    };
    remember(this.#keys, issued.accessKeyId, issued);
    return issued;
  }

  /** A session token of a metadata service; the result goes into a header. */
  openSession(expiresAt: number): string {
    const token = randomText(40);
    remember(this.#sessions, token, expiresAt);
    return token;
  }

  isOpenSession(token: string, now: number): boolean {
    return now < (this.#sessions.get(token) ?? Number.NEGATIVE_INFINITY);
  }

  /** A server's key, which its metadata service replaces after half of its life. */
  metadataKey(forms: KeyForms, account: Account, now: number, lifetimeMs: number): IssuedKey {
    const present = this.#metadataKeys.get(account);
    if (present !== undefined && now < present.renewAt) return present;
    const issued = this.issueKey(forms, [account], now + lifetimeMs);
    this.#metadataKeys.set(account, { ...issued, renewAt: now + lifetimeMs / 2 });
    return issued;
  }

  findKey(accessKeyId: string): IssuedKey | undefined {
    return this.#keys.get(accessKeyId);
  }
}

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  const [oldest] = memory.keys();
  if (memory.size >= kept && oldest !== undefined) memory.delete(oldest);
  memory.set(key, value);
}

/** Letters, digits, `-` and `_`. */
function randomText(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}
