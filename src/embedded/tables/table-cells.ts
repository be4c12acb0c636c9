import type { ResourceInfo } from '../api/resource-info.ts';
import type { StoredObject } from '../api/stored-object.ts';

/**
 * The cells of an object's row in a Table, in the order of the columns recorded in `data/columns.json`
 * (pkg/printers/internalversion/printers.go). `now` in milliseconds, for ages.
 */
export function tableCells(
  _object: StoredObject,
  _info: ResourceInfo,
  _now: number,
): readonly (string | number)[] {
  throw new Error('not written yet');
}
