import { timeOf } from '../../api/times.ts';
import { randomUUID } from 'node:crypto';

import { badRequest } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { ObjectMeta, OwnerReference } from '../data/types.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Target } from '../api/verbs.ts';

/** What the server alone may set is taken away (`WipeObjectMetaSystemFields`, apiserver/pkg/registry/rest/meta.go). */
export function wipeSystemFields(meta: ObjectMeta): void {
  delete meta.creationTimestamp;
  delete meta.uid;
  delete meta.deletionTimestamp;
  delete meta.deletionGracePeriodSeconds;
  delete meta.selfLink;
}

/** `FillObjectMetaSystemFields`. */
export function fillSystemFields(meta: ObjectMeta, now: number): void {
  meta.creationTimestamp = timeOf(now);
  meta.uid = randomUUID();
}

/**
 * The namespace of the request becomes the object's, or must be it (`EnsureObjectNamespaceMatchesRequestNamespace`). Throws `StatusError` 400.
 */
export function ensureNamespace(meta: ObjectMeta, { resource, namespace = '' }: Target): void {
  const expected = resource.namespaced ? namespace : '';
  const given = meta.namespace ?? '';
  if (given === expected) return;
  if (expected === '') delete meta.namespace;
  else if (given === '') meta.namespace = expected;
  else {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** The object's name must be that of the URL (`checkName`, apiserver/pkg/endpoints/handlers/rest.go). Throws `StatusError` 400. */
export function checkName(meta: ObjectMeta, name: string): void {
  const given = meta.name ?? '';
  if (given === '') {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (given !== name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  }
}

/**
 * Drops owners that are named twice, with a warning (`dedupOwnerReferencesAndAddWarning`). Upstream says when it found them: before or after
 * the mutating admission.
 */
export function dropDuplicateOwners(
  { metadata }: StoredObject,
  warnings: string[],
  when: 'before' | 'after',
): void {
  const kept: OwnerReference[] = [];
  const dropped: string[] = [];
  for (const owner of metadata.ownerReferences ?? []) {
    if (kept.some((other) => isEqualJson(other, owner))) dropped.push(owner.uid);
    else kept.push(owner);
  }
  if (dropped.length === 0) return;
  metadata.ownerReferences = kept;
  const duplicates = `contains duplicate entries${when === 'after' ? ' after mutating admission happens' : ''}`;
  warnings.push(
    `.metadata.ownerReferences ${duplicates}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${dropped.join(', ')}`,
  );
}
