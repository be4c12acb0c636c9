import { ApiError, UnreachableError } from '../api/errors.ts';
import { UserError } from '../lib/errors.ts';

/** A cluster that does not answer or refuses is something a person can mend; everything else is handed back as it is. */
export function clusterTrouble(error: unknown, context: string): unknown {
  if (error instanceof UnreachableError) {
    return new UserError(`the cluster of the context ${context} does not answer: ${error.message}`, {
      next: 'start it again with: kubectl minisched workshop step 1',
      cause: error,
    });
  }
  if (error instanceof ApiError) {
    return new UserError(`the cluster of the context ${context} refused: ${error.message}`, {
      next: 'use a context that may read nodes, pods and events',
      cause: error,
    });
  }
  return error;
}
