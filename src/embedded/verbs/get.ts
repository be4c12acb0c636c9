import { notFound } from '../api/status.ts';
import { servedForm } from '../kinds/stored-form.ts';
import type { Entry } from '../api/entry.ts';
import type { Target } from '../api/verbs.ts';
import { keyOfTarget } from './keys.ts';
import type { VerbsParts } from './parts.ts';
import { tooLargeVersion } from './refusals.ts';
import { parseVersion } from './resource-version.ts';

/**
 * One object, at least as new as `resourceVersion`: a version that is still to come is 504, at once. Throws `StatusError` 404.
 */
export function getObject(parts: VerbsParts, target: Target, resourceVersion?: string): Entry {
  const key = keyOfTarget(target);
  const asked = parseVersion(resourceVersion);
  if (asked > parts.store.revision) throw tooLargeVersion(asked, parts.store.revision);
  const entry = parts.store.get(target.resource.storage, key);
  if (!entry) throw notFound(target.resource, target.name ?? '');
  return servedForm(target.resource, entry);
}
