import type { AppArmorProfile, Pod } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { allContainers } from './containers.ts';
import { appArmorErrors, APP_ARMOR_PREFIX } from './profile-validation.ts';

const LOCALHOST = 'localhost/';

/** `ApparmorFieldForAnnotation` (pkg/api/pod/util.go); undefined for a profile that nobody knows. */
export function appArmorFromAnnotation(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const isLocal = annotation.startsWith(LOCALHOST) && annotation !== LOCALHOST;
  return isLocal ? { type: 'Localhost', localhostProfile: annotation.slice(LOCALHOST.length) } : undefined;
}

/**
 * `applyAppArmorVersionSkew` (pkg/registry/core/pod/strategy.go): what an annotation says of a container becomes its field, unless the pod
 * says the same. Gives back the keys of the annotations that are to be warned of.
 */
export function applyAppArmorAnnotations({ metadata, spec }: Pod): string[] {
  if (!spec || !metadata.annotations || spec.os?.name === 'windows') return [];
  const { annotations } = metadata;
  const ofPod = spec.securityContext?.appArmorProfile;
  return allContainers(spec, '').flatMap(({ container }) => {
    const key = `${APP_ARMOR_PREFIX}${container.name}`;
    const annotation = annotations[key];
    if (annotation === undefined || container.securityContext?.appArmorProfile) return [];
    const found = appArmorFromAnnotation(annotation);
    if (!found || appArmorErrors(found, '').length > 0) return [key];
    if (isEqualInMeaning(found, ofPod)) return [];
    (container.securityContext ??= {}).appArmorProfile = found;
    return [key];
  });
}
