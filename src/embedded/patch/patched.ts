import { badRequest, StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { isPlainObject } from '../schema/json-tree.ts';
import { shapeNameOf } from '../schema/shapes.ts';
import type { PatchRequest } from '../api/verbs.ts';
import type { JsonMap } from './directives.ts';
import { applyJsonPatch, cannotUnmarshal, operationsOf } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';
import { strategicMerge } from './strategic-merge.ts';

/**
 * The object with a JSON (RFC 6902), merge (RFC 7386) or strategic merge patch applied; plain JSON, not yet decoded by the kind's shape:
 * `decodePatched` does that. `live` is not changed. Throws `StatusError` 400/422 with the server's words
 * (apiserver/pkg/endpoints/handlers/patch.go).
 */
export function patched(
  live: StoredObject,
  patch: PatchRequest,
  kind: { readonly apiVersion: string; readonly kind: string },
): unknown {
  switch (patch.type) {
    case 'json':
      return applyJsonPatch(live, operationsOf(patch.body));
    case 'merge':
      if (patch.body === null) throw badRequest('Invalid JSON Patch');
      if (!isPlainObject(patch.body)) {
        throw badRequest(`error decoding patch: ${cannotUnmarshal(patch.body, GO_MAP)}`);
      }
      return applyMergePatch(live, patch.body);
    case 'strategic':
      return strategicallyPatched(live, patch.body, kind);
    case 'apply':
      throw new Error('an apply patch is a configuration, not a change: apply/ merges it');
  }
}

const GO_MAP = 'map[string]interface {}';

function strategicallyPatched(
  live: StoredObject,
  body: unknown,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): JsonMap {
  if (body !== null && !isPlainObject(body)) throw badRequest(cannotUnmarshal(body, GO_MAP));
  const shape = shapeNameOf(apiVersion, kind);
  if (shape === undefined) throw new Error(`no shape for ${apiVersion} ${kind}`);
  try {
    return strategicMerge({ ...live }, body ?? {}, shape);
  } catch (error) {
    if (error instanceof PatchError) throw statusOf(error);
    throw error;
  }
}

/** `interpretStrategicMergePatchError`. What it does not know is a 500 without a reason. */
function statusOf({ code, message }: PatchError): StatusError {
  if (code === 400) return badRequest(message);
  if (code === 500) return new StatusError(500, '', message);
  return new StatusError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}
