/** The causes of an invalid object, as `Status.details.causes` lists them. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** Kubernetes' answer to a request that failed (`meta/v1` Status), in the order in which the real server writes its fields. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  /** `continue`: how to go on with a list whose token has expired. */
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code?: number;
}

/** A refusal with the server's own words. The helpers below are those of apimachinery/pkg/api/errors. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: Status['details'],
    metadata: Status['metadata'] = {},
  ) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      // an error that the server itself does not know has none
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
      code,
    };
  }
}

/** The words of a resource that errors need: `ResourceInfo` fits. */
export interface Named {
  readonly group: string;
  readonly plural: string;
  readonly qualified: string;
}

export function notFound(kind: Named, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${kind.qualified} "${name}" not found`, detailsOf(kind, name));
}

export function alreadyExists(kind: Named, name: string): StatusError {
  const message = `${kind.qualified} "${name}" already exists`;
  return new StatusError(409, 'AlreadyExists', message, detailsOf(kind, name));
}

/** `why` without a full stop, as the server has it. */
export function conflict(kind: Named, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${kind.qualified} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, detailsOf(kind, name));
}

/** The stale `resourceVersion` of an update. */
export function staleVersion(kind: Named, name: string): StatusError {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(kind, name, why);
}

export function forbidden(kind: Named, name: string, why: string): StatusError {
  const message = name
    ? `${kind.qualified} "${name}" is forbidden: ${why}`
    : `${kind.qualified} is forbidden: ${why}`;
  return new StatusError(403, 'Forbidden', message, detailsOf(kind, name));
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** A watch or a continue token that reaches back too far. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

export function methodNotSupported(kind: Named, verb: string): StatusError {
  const message = `${verb} is not supported on resources of kind "${kind.qualified}"`;
  return new StatusError(405, 'MethodNotAllowed', message, detailsOf(kind, ''));
}

function detailsOf({ group, plural }: Named, name: string): NonNullable<Status['details']> {
  return { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: plural };
}
