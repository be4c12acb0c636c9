/**
 * The API server answered with an error status. `code` is the HTTP status, `reason` Kubernetes' own word for it
 * (`NotFound`, `Conflict`, `Expired`, …), `retryAfterSeconds` what the server asked for, if it did.
 * Not in this family: no answer at all (see {@link UnreachableError}).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, reason: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came: refused, reset, timed out, or a body that broke off. Always worth another try later. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly server: string;

  constructor(server: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`cannot reach the API server ${server}: ${why}`, { cause });
    this.server = server;
  }
}

/** The object does not exist (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

/** Somebody else was first: a second binding, a stale `resourceVersion`, a name that is taken. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

/** The asked-for `resourceVersion` is no longer kept: list again (HTTP 410, or an ERROR event in a watch). */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 410 || error.reason === 'Expired');
}

/** The credentials were not accepted: renew them once, then say so. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.code === 401;
}
