import { invalidObject, type FieldError } from '../../../api/field-error.ts';
import { StatusError } from '../../../api/status.ts';
import type { Service } from '../../../data/types.ts';

/** 422 for a service that cannot have what it asks for. */
export function invalidService({ metadata }: Service, errors: readonly FieldError[]): StatusError {
  return invalidObject({ group: '', kind: 'Service' }, metadata.name ?? '', errors);
}

/** 500 where nothing is left to give (`NewInternalError`). */
export function internalError(why: string): StatusError {
  return new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ message: why }],
  });
}
