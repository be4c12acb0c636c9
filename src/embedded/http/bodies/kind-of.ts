import type { Expected } from '../../schema/decode.ts';
import type { Target } from '../../api/verbs.ts';

/** The kind that an address takes and answers: `scale` has one of its own, `status` that of the object. */
export function kindOf({ resource, subresource }: Target): Expected {
  const { group, version, kind } = resource.subresources.get(subresource ?? '')?.kind ?? {
    group: '',
    version: '',
    kind: resource.kind,
  };
  if (version === '') return { apiVersion: resource.groupVersion, kind };
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind };
}
