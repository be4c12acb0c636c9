import type { ObjectMeta, PodTemplateSpec } from '../../data/types.ts';
import { templateWarnings } from '../core/pod/warnings/pod-warnings.ts';

/** Of the template of a workload, when the object is new or its generation another one (`WarningsOnCreate`, `WarningsOnUpdate`). */
export function changedTemplateWarnings(
  { metadata }: { readonly metadata: ObjectMeta },
  old: { readonly metadata: ObjectMeta } | undefined,
  template: PodTemplateSpec | undefined,
  path = 'spec.template',
): string[] {
  const isSame = old !== undefined && metadata.generation === old.metadata.generation;
  return isSame || !template ? [] : templateWarnings(template, path);
}
