import type { WriteContext } from '../api/caller.ts';
import { badRequest, conflict, notFound } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { applied } from '../apply/apply.ts';
import { inVersion, servedObject, storedForm } from '../kinds/stored-form.ts';
import { decodePatched } from '../patch/decode-patched.ts';
import { patched } from '../patch/patched.ts';
import type { PatchRequest, Target, Written } from '../api/verbs.ts';
import { endpointOf } from './endpoints.ts';
import { checkName, ensureNamespace } from './object-meta.ts';
import { rulesOf, type VerbsParts } from './parts.ts';
import { track } from './tracking.ts';
import { admitted, writeObject } from './update.ts';

/** Changes an object, or a part of it, by a patch (apiserver/pkg/endpoints/handlers/patch.go). Throws `StatusError`. */
export function patchObject(
  parts: VerbsParts,
  target: Target,
  patch: PatchRequest,
  context: WriteContext,
): Written {
  const strategy = rulesOf(parts, target);
  const apply = patch.type === 'apply';
  return writeObject(parts, target, endpointOf(target, strategy), context, {
    mayCreate: !target.subresource && (apply || strategy.createOnUpdate === true),
    make: (old) => {
      const served = old && servedObject(target.resource, old);
      const { groupVersion: apiVersion, kind } = target.resource;
      const changed = patchedObject(parts, target, served, patch, { apiVersion, kind }, context);
      const draft = storedForm(target.resource, changed);
      strategy.defaults?.(draft);
      if (!apply) track(parts, target, draft, old, context);
      checkPatched(target, draft, old);
      return admitted(parts, target, draft, old, context);
    },
  });
}

/** The object of this kind after the patch, as its kind's shape has it; not yet defaulted. `old` is not changed. */
export function patchedObject(
  { clock }: Pick<VerbsParts, 'clock'>,
  { resource, name = '', subresource = '' }: Target,
  old: StoredObject | undefined,
  patch: PatchRequest,
  kind: { readonly apiVersion: string; readonly kind: string },
  { manager, warnings }: WriteContext,
): StoredObject {
  if (patch.type === 'apply') {
    const writer = { manager, subresource, now: clock.now(), convert: inVersion };
    return applied(old, configurationOf(patch.body), writer, patch.force === true, kind);
  }
  if (!old) throw notFound(resource, name);
  const decoded = decodePatched(old, patched(old, patch, kind), patch, kind);
  warnings.push(...decoded.warnings);
  return decoded.object;
}

/** What an applier sent; its metadata may be missing. */
function configurationOf(body: unknown): StoredObject {
  if (body === null) return { metadata: {} };
  if (typeof body !== 'object' || Array.isArray(body)) {
    const error = `json: cannot unmarshal ${jsonKindOf(body)} into Go value of type map[string]interface {}`;
    throw badRequest(`error decoding patch: error unmarshaling JSON: while decoding JSON: ${error}`);
  }
  return { metadata: {}, ...body };
}

function jsonKindOf(body: unknown): string {
  if (Array.isArray(body)) return 'array';
  return typeof body === 'boolean' ? 'bool' : typeof body;
}

/** A patch may not move an object, nor make one that claims to be another. */
export function checkPatched(
  target: Target,
  { metadata }: StoredObject,
  old: StoredObject | undefined,
): void {
  const { resource, name = '' } = target;
  if (!old && metadata.uid) {
    const why = `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`;
    throw conflict(resource, name, why);
  }
  ensureNamespace(metadata, target);
  checkName(metadata, name);
}
