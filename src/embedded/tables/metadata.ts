import type { StoredObject } from '../api/stored-object.ts';
import type { ObjectMeta } from '../data/types.ts';
import { withoutTemplateGeneration } from '../kinds/apps/template-generation.ts';

/** Metadata where it stands without the rest of its object: the server takes it from its own types, not from those of the API. */
export function metadataAlone({ kind, metadata }: StoredObject): ObjectMeta {
  return kind === 'DaemonSet' ? withoutTemplateGeneration(metadata) : metadata;
}
