/** What is wrong with a base URL, without its text: a password may stand in it. */
export interface BaseUrlFault {
  /** Completes "the endpoint ...". */
  readonly fault: string;
  readonly hint: string;
}

/**
 * The one rule for addresses that credentials are sent to or come from. Undefined where nothing is wrong. With
 * `mayBeMetadata` the addresses of the clouds' metadata services are allowed too: nothing but the machine itself is asked.
 */
export function checkBaseUrl(text: string, mayBeMetadata = false): BaseUrlFault | undefined {
  if (/[\s\p{Cc}]/u.test(text) || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return {
      fault: "is not an http or https URL",
      hint: "Write it in full, such as `https://cce.cn-north-4.example.com`.",
    };
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || /^[^/]*\/\/[^/?#]*@/.test(text))
    return {
      fault: "has a user name or password in it",
      hint: "Take it out, and put credentials into `credentials`.",
    };
  // `URL` reads a bare `?` or `#` as empty, but it is one: the path of a request would come after it.
  if (/[?#]/.test(text))
    return {
      fault: "has a query or a fragment",
      hint: "End it with the host, or with a path that goes before every request's.",
    };
  const isNear = isLoopback(url.hostname) || (mayBeMetadata && isMetadata(url.hostname));
  if (url.protocol === "http:" && !isNear)
    return {
      fault: `is plain http, which sends requests unencrypted to ${url.host}`,
      hint: `Use https://${url.host}; http is for loopback only.`,
    };
  return undefined;
}

/** Link-local (RFC 3927), where Huawei Cloud's metadata are, and the one address of Alibaba Cloud's. */
export function isMetadata(hostname: string): boolean {
  return hostname === "100.100.100.200" || /^169\.254(?:\.\d{1,3}){2}$/.test(hostname);
}

/** True for the hosts that plain `http://` may reach, as `URL.hostname` writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
