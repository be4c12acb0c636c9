import type { PersistentVolumeClaim, Pod, PodSpec, StatefulSet } from '../../data/types.ts';
import { controllerRef, nameOf } from '../runtime/owners.ts';
import { STATEFUL_SETS } from '../runtime/kinds.ts';
import { podOf } from '../workloads/pod-control.ts';

export const REVISION_LABEL = 'controller-revision-hash';

/** The number at the end of a pod's name; -1 when it is none of the set's. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number {
  const prefix = `${nameOf(set)}-`;
  const name = metadata.name ?? '';
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : -1;
}

/** The pod of an ordinal, with the identity that it keeps (`newStatefulSetPod`, pkg/controller/statefulset). */
export function statefulPod(set: StatefulSet, ordinal: number, revision: string): Pod {
  const name = `${nameOf(set)}-${String(ordinal)}`;
  const { metadata } = podOf(set.spec.template, set, STATEFUL_SETS);
  const labels = {
    ...metadata.labels,
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_LABEL]: revision,
    'statefulset.kubernetes.io/pod-name': name,
  };
  const { serviceName, template } = set.spec;
  const spec = template.spec ?? { containers: [] };
  return {
    metadata: { ...metadata, name, labels },
    spec: {
      ...withClaims(set, spec, name),
      hostname: name,
      ...(serviceName ? { subdomain: serviceName } : {}),
    },
  };
}

/** The claims of an ordinal, which stay when the pod goes. */
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  const { namespace } = set.metadata;
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    metadata: {
      ...template.metadata,
      name: claimName(template, `${nameOf(set)}-${String(ordinal)}`),
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
      ...(set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete' && {
        ownerReferences: [controllerRef(STATEFUL_SETS, set)],
      }),
    },
  }));
}

function withClaims(set: StatefulSet, spec: PodSpec, pod: string): PodSpec {
  const templates = set.spec.volumeClaimTemplates ?? [];
  if (templates.length === 0) return spec;
  const claimed = templates.map((template) => ({
    name: nameOf(template),
    persistentVolumeClaim: { claimName: claimName(template, pod) },
  }));
  const others = (spec.volumes ?? []).filter(({ name }) => !claimed.some((volume) => volume.name === name));
  return { ...spec, volumes: [...claimed, ...others] };
}

function claimName(template: PersistentVolumeClaim, pod: string): string {
  return `${nameOf(template)}-${pod}`;
}
