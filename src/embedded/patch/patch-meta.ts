import { shapeNamed, type ShapeField } from '../schema/shapes.ts';
import { PatchError } from './patch-error.ts';

/** How a field takes a strategic merge patch (apimachinery/pkg/util/strategicpatch/meta.go). */
export interface PatchMeta {
  /** The type of the field, or of the items of a list. */
  readonly type: string;
  readonly merge: boolean;
  readonly replace: boolean;
  /** By which member the items of a list are known; empty for lists of plain values. */
  readonly mergeKey: string;
}

/** Of a field of the struct `type`. Throws `PatchError` for what is no struct or has no such field. */
export function patchMetaOf(type: string, key: string, list: boolean): PatchMeta {
  const struct = type.replace(/^\*+/, '');
  const shape = shapeNamed(struct);
  if (!shape) {
    throw new PatchError(
      `merging an object in json but data type is not struct, instead is: ${kindOf(struct)}`,
    );
  }
  const field = fieldNamed(struct, key);
  if (!field) {
    const name = struct.slice(struct.lastIndexOf('.') + 1);
    throw new PatchError(
      `unable to find api field in struct ${name} for the json field ${JSON.stringify(key)}`,
    );
  }
  const strategies = (field.s ?? '').split(',');
  const bare = field.t.replace(/^\*+/, '');
  if (list && !bare.startsWith('[]')) {
    throw new PatchError('expected slice or array type, but got: struct');
  }
  return {
    type: list ? bare.slice(2) : bare,
    merge: strategies.includes('merge'),
    replace: strategies.includes('replace'),
    mergeKey: field.k ?? '',
  };
}

/** In embedded structs too. */
function fieldNamed(type: string, key: string): ShapeField | undefined {
  for (const field of shapeNamed(type) ?? []) {
    if (field.n === key) return field;
    const inner = field.n === '' ? fieldNamed(field.t, key) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function kindOf(type: string): string {
  if (type.startsWith('map[')) return 'map';
  return type.startsWith('[]') || type === 'bytes' ? 'slice' : type;
}
