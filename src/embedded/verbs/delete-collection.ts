import type { WriteContext } from '../api/caller.ts';
import { StatusError } from '../api/status.ts';
import type { DeleteOptions } from '../data/types.ts';
import type { ListParams, ListResult, Target } from '../api/verbs.ts';
import { deleteObject } from './delete.ts';
import { warnOfPropagation } from './garbage-finalizers.ts';
import { checkDeleteOptions } from './graceful-deletion.ts';
import { listObjects } from './list.ts';
import { rulesOf, type VerbsParts } from './parts.ts';

/**
 * Deletes what a list selects, one by one, and answers with the list as it was (`Store.DeleteCollection`). Throws the first `StatusError`;
 * what was deleted before it stays deleted.
 */
export function deleteCollection(
  parts: VerbsParts,
  target: Target,
  params: ListParams,
  options: DeleteOptions,
  context: WriteContext,
): ListResult {
  const list = listObjects(parts, target, params);
  checkDeleteOptions(options);
  warnOfPropagation(rulesOf(parts, target), options, context.warnings);
  for (const { object } of list.entries) {
    const { name = '', namespace } = object.metadata;
    const one = { ...target, name, ...(namespace === undefined ? {} : { namespace }) };
    try {
      deleteObject(parts, one, options, context);
    } catch (error) {
      if (!(error instanceof StatusError && error.status.reason === 'NotFound')) throw error;
    }
  }
  return list;
}
