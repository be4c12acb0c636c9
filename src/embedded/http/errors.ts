import { StatusError, type Status } from '../api/status.ts';

/** No such path below an API group (go-restful's 404 through `NewGenericServerResponse`). */
export function routeNotFound(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** The path is there, with other methods. */
export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError(405, 'MethodNotAllowed', message, {});
}

/** None of the media types that the client accepts is produced at this path. */
export function notProduced(types: readonly string[]): StatusError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${types.join(', ')}`;
  return new StatusError(406, 'NotAcceptable', message, {});
}

/** The same, found out later: a transformation that is not known. */
export function notAcceptable(types: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${types.join(', ')}`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** A patch in a format that nobody knows. */
export function patchTypeUnknown(): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** A body in a format that nobody reads. */
export function unsupportedMediaType(types: readonly string[]): StatusError {
  const list = types.join(', ');
  const message = `the body of the request was in an unknown format - accepted media types include: ${list}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

/** A body over the limit. */
export function tooLarge(limit: number): StatusError {
  const message = `Request entity too large: limit is ${String(limit)}`;
  return new StatusError(413, 'RequestEntityTooLarge', message);
}

/** Who asks is not known. */
export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', 'Unauthorized');
}

/** What went wrong is a bug of ours. */
export function internalError(error: unknown): Status {
  const message = error instanceof Error ? error.message : String(error);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ message }],
  }).status;
}
