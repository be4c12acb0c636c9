import type { DaemonSet, ObjectMeta } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';

/**
 * Counts the templates that a daemon set has had. An internal field upstream, which apps/v1 shows as an annotation
 * (pkg/apis/apps/v1/conversion.go): clients may name it, but only the server counts.
 */
const ANNOTATION = 'deprecated.daemonset.template.generation';

/** What the object says, 0 when it says nothing: so the field always has an owner. */
export function readTemplateGeneration(draft: DaemonSet): void {
  write(draft, generationOf(draft));
}

/** A new daemon set's first template. */
export function beginTemplates(draft: DaemonSet): void {
  write(draft, Math.max(generationOf(draft), 1));
}

/** The stored count, and one more for another template. */
export function keepTemplateGeneration(draft: DaemonSet, old: DaemonSet): void {
  const isSame = isEqualInMeaning(draft.spec.template, old.spec.template);
  write(draft, generationOf(old) + (isSame ? 0 : 1));
}

/** Metadata as the server's own type has it, which tables and metadata-only answers show: without the count. */
export function withoutTemplateGeneration(metadata: ObjectMeta): ObjectMeta {
  const { annotations = {}, ...rest } = metadata;
  const { [ANNOTATION]: _, ...others } = annotations;
  return Object.keys(others).length === 0 ? rest : { ...metadata, annotations: others };
}

/** How many templates there were; 0 when the object does not say. */
export function generationOf({ metadata }: DaemonSet): number {
  const text = metadata.annotations?.[ANNOTATION] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

function write({ metadata }: DaemonSet, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [ANNOTATION]: String(generation) };
}
