import { forbiddenField, invalid, tooLong, type FieldError } from '../../api/field-error.ts';
import type { ConfigMap } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { configKeyErrors } from '../../../api/names.ts';
import type { Strategy } from '../strategy.ts';

/** What all values of a config map or a secret may have together: 1 MiB (`MaxSecretSize`). */
export const MAX_DATA_BYTES = 1024 * 1024;

/** pkg/registry/core/configmap/strategy.go, pkg/apis/core/validation. */
export const configMaps: Strategy<ConfigMap> = {
  validateCreate: dataErrors,
  validateUpdate: (object, old) => [
    ...frozenErrors(object, old, ['data', 'binaryData']),
    ...dataErrors(object),
  ],
};

/** Who set `immutable` may neither take it back nor change the data. */
export function frozenErrors<F extends 'data' | 'binaryData'>(
  object: { readonly [field in F]?: unknown } & { readonly immutable?: boolean },
  old: { readonly [field in F]?: unknown } & { readonly immutable?: boolean },
  fields: readonly F[],
): FieldError[] {
  if (old.immutable !== true) return [];
  const changed = fields.filter((field) => !isEqualInMeaning(object[field] ?? {}, old[field] ?? {}));
  return [...(object.immutable === true ? [] : ['immutable']), ...changed].map((field) =>
    forbiddenField(field, 'field is immutable when `immutable` is set'),
  );
}

/** How Go prints a path without a name (`field.NewPath("")`). */
const NOWHERE = '[]';

function dataErrors({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const texts = Object.entries(data);
  const bytes = Object.entries(binaryData);
  const size =
    texts.reduce((sum, [, value]) => sum + Buffer.byteLength(value), 0) +
    bytes.reduce((sum, [, value]) => sum + Buffer.byteLength(value, 'base64'), 0);
  return [
    ...texts.flatMap(([key]) => [
      ...keyErrors(key, 'data'),
      ...(Object.hasOwn(binaryData, key)
        ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')]
        : []),
    ]),
    ...bytes.flatMap(([key]) => keyErrors(key, 'binaryData')),
    ...(size > MAX_DATA_BYTES ? [tooLong(NOWHERE, MAX_DATA_BYTES)] : []),
  ];
}

/** `IsConfigMapKey` on one key of a map. */
export function keyErrors(key: string, path: string): FieldError[] {
  return configKeyErrors(key).map((words) => invalid(`${path}[${key}]`, key, words));
}
