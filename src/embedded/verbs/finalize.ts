import { typed } from '../api/stored-object.ts';
import { invalid } from '../api/field-error.ts';
import type { Namespace } from '../data/types.ts';
import { qualifiedNameErrors } from '../../api/names.ts';
import type { Endpoint } from './endpoint.ts';

const STANDARD: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** `namespaces/finalize`: takes away the finalizers that a namespace has of its own (pkg/registry/core/namespace/strategy.go). */
export const finalize: Endpoint = {
  prepareForUpdate(draft, old) {
    const { status } = typed<Namespace>(old);
    if (status === undefined) delete typed<Namespace>(draft).status;
    else typed<Namespace>(draft).status = status;
  },
  validateUpdate: (object) =>
    (typed<Namespace>(object).spec?.finalizers ?? []).flatMap((name, index) => {
      const field = `spec.finalizers[${String(index)}]`;
      const malformed = qualifiedNameErrors(name).map((detail) => invalid(field, name, detail));
      if (malformed.length > 0 || name.includes('/') || STANDARD.has(name)) return malformed;
      return [invalid(field, name, 'name is neither a standard finalizer name nor is it fully qualified')];
    }),
};
