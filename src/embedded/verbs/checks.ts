import { invalidObject, type FieldError } from '../api/field-error.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { metadataErrors, metadataUpdateErrors } from '../kinds/common/metadata.ts';
import { dns1123SubdomainErrors, forPrefix, pathSegmentErrors } from '../../api/names.ts';
import type { Strategy } from '../kinds/strategy.ts';
import type { Target } from '../api/verbs.ts';

const defaultNameErrors = forPrefix(dns1123SubdomainErrors);

/** `ValidateCreate` (apiserver/pkg/registry/rest/create.go). Throws `StatusError` 422. */
export function checkCreated({ resource }: Target, object: StoredObject, strategy: Strategy): void {
  const rules = {
    namespaced: resource.namespaced,
    anyFinalizer: strategy.anyFinalizer === true,
    nameErrors: (name: string, prefix: boolean) =>
      strategy.nameErrors?.(name, prefix) ?? defaultNameErrors(name, prefix),
  };
  const own = strategy.validateCreate?.(object) ?? [];
  if (strategy.metadataLast) refuse(object, own);
  refuse(object, [...metadataErrors(object.metadata, rules, 'metadata'), ...own]);
}

/** `ValidateUpdate` (rest/update.go); `validate`: the rules of the endpoint that was asked. Throws `StatusError` 422. */
export function checkUpdated(
  { resource }: Target,
  object: StoredObject,
  old: StoredObject,
  validate: ((object: StoredObject, old: StoredObject) => FieldError[]) | undefined,
): void {
  const rules = { namespaced: resource.namespaced, nameErrors: pathSegmentErrors };
  refuse(object, [
    ...metadataErrors(object.metadata, rules, 'metadata'),
    ...metadataUpdateErrors(object.metadata, old.metadata, 'metadata'),
    ...(validate?.(object, old) ?? []),
  ]);
}

/** The rules of metadata and of the kind may find the same: it is told once. */
function refuse(object: StoredObject, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const distinct = new Map(errors.map((error) => [`${error.type} ${error.field} ${error.message}`, error]));
  throw invalidObject(kindOf(object), object.metadata.name ?? '', [...distinct.values()]);
}

function kindOf({ apiVersion = '', kind = '' }: StoredObject): {
  readonly group: string;
  readonly kind: string;
} {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), kind };
}
