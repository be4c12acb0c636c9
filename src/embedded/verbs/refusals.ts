import { conflict, StatusError, type Named } from '../api/status.ts';

/** The refusals that only the verbs need, with the words of apimachinery/pkg/api/errors and apiserver/pkg/storage/errors.go. */

/** A Go error that is no Status: 500 without a reason. */
export function plainError(message: string): StatusError {
  return new StatusError(500, '', message);
}

/** 504 for a version that is still to come (`NewTooLargeResourceVersionError`). */
export function tooLargeVersion(asked: number, current: number): StatusError {
  const message = `Timeout: Too large resource version: ${String(asked)}, current: ${String(current)}`;
  return new StatusError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** 409 for a generated name that is taken (`NewGenerateNameConflict`). */
export function generatedNameTaken({ group, plural, qualified }: Named, name: string): StatusError {
  const message = `${qualified} "${name}" already exists, the server was not able to generate a unique name for the object`;
  return new StatusError(409, 'AlreadyExists', message, {
    name,
    ...(group ? { group } : {}),
    kind: plural,
    retryAfterSeconds: 1,
  });
}

/** 409 of a precondition that the storage checks (`Preconditions.Check`). `path`: the object's place in etcd. */
export function preconditionFailed(
  kind: Named,
  name: string,
  path: string,
  {
    what,
    asked,
    found,
  }: { readonly what: 'UID' | 'ResourceVersion'; readonly asked: string; readonly found: string },
): StatusError {
  const failed = `Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${found}`;
  return conflict(
    kind,
    name,
    `StorageError: invalid object, Code: 4, Key: ${path}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`,
  );
}
