import { forbiddenField, invalid, type FieldError } from '../api/field-error.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../data/types.ts';
import { hasPodResources } from '../kinds/core/pod/pod-resources.ts';
import { podAndSpecErrors } from '../kinds/core/pod/pod-validation.ts';
import { qosClassOf } from '../kinds/core/pod/qos-class.ts';
import { isEqualJson } from '../schema/json-tree.ts';

const MIRROR = 'kubernetes.io/config.mirror';
const OTHERS = 'only cpu and memory resources are mutable';

/** `ValidatePodResize` (pkg/apis/core/validation/validation.go): processors and memory may change, nothing goes away. */
export function resizeErrors(pod: Pod, before: Pod): FieldError[] {
  const [spec, old] = [specOf(pod), specOf(before)];
  if (before.metadata.annotations?.[MIRROR] !== undefined)
    return [forbiddenField('', 'static pods cannot be resized')];
  if (old.os?.name === 'windows') return [forbiddenField('', 'windows pods cannot be resized')];
  const errors = [...podAndSpecErrors(pod), ...classErrors(pod, before)];
  if (hasPodResources(old) || hasPodResources(spec)) errors.push(...podLevelErrors(spec, old));
  const disorder = orderErrors(spec, old);
  if (disorder.length > 0) return [...errors, ...disorder];
  errors.push(...containerErrors(spec, old));
  if (errors.length > 0 || isEqualJson(frame(spec), frame(old))) return errors;
  return [forbiddenField('spec', OTHERS)];
}

function specOf({ spec }: Pod): PodSpec {
  return spec ?? { containers: [] };
}

/** What a pod is guaranteed stays, and its kubelet must tell resources at all (`isPodResizeRequestSupported`). */
function classErrors(pod: Pod, before: Pod): FieldError[] {
  const running = before.status?.containerStatuses?.find(({ state }) => state?.running !== undefined);
  const qosClass = before.status?.qosClass ?? qosClassOf(specOf(before));
  const why = 'Pod QOS Class may not change as a result of resizing';
  return [
    ...(qosClass === qosClassOf(specOf(pod)) ? [] : [invalid('spec', pod.status?.qosClass ?? '', why)]),
    ...(running && running.resources === undefined
      ? [forbiddenField('spec', 'Pod running on node without support for resize')]
      : []),
  ];
}

/** `validatePodLevelResourcesResize`. */
function podLevelErrors(spec: PodSpec, old: PodSpec): FieldError[] {
  const [now, before] = [spec.resources, old.resources];
  if (before && !now) return [forbiddenField('spec.resources', 'pod-level resources cannot be removed')];
  const removed = before ? removals(now ?? {}, before, 'spec.resources', 'pod-level resource ') : [];
  if (isEqualJson(withoutSizes(now), withoutSizes(before))) return removed;
  return [...removed, forbiddenField('spec', `${OTHERS} at pod-level`)];
}

/** `validatePodResizeContainerOrdering`. */
function orderErrors(spec: PodSpec, old: PodSpec): FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap((which) => {
    const [now, before] = [spec[which] ?? [], old[which] ?? []];
    if (now.length !== before.length)
      return [forbiddenField(`spec.${which}`, `${which} may not be added or removed on resize`)];
    return now.flatMap(({ name }, index) =>
      name === before[index]?.name
        ? []
        : [
            forbiddenField(
              `spec.${which}[${String(index)}].name`,
              `${which} may not be renamed or reordered on resize`,
            ),
          ],
    );
  });
}

function containerErrors(spec: PodSpec, old: PodSpec): FieldError[] {
  const pairs = (['initContainers', 'containers'] as const).flatMap((which) =>
    (old[which] ?? []).map((before, index) => ({
      which,
      path: `spec.${which}[${String(index)}]`,
      before,
      now: spec[which]?.[index] ?? before,
    })),
  );
  const removed = pairs.flatMap(({ path, before, now }) =>
    removals(now.resources ?? {}, before.resources ?? {}, `${path}.resources`, 'resource '),
  );
  const changed = pairs.toReversed().flatMap(({ which, path, before, now }) => {
    const isSame = isEqualJson(sizeless(now), sizeless(before));
    if (which === 'containers') return isSame ? [] : [forbiddenField('spec', OTHERS)];
    return [
      ...(isSame
        ? []
        : [forbiddenField(path, 'only cpu and memory resources for init or sidecar containers are mutable')]),
      ...restartErrors(now, before, path),
    ];
  });
  return [...removed, ...changed];
}

/** An init container that runs once cannot be restarted for its new size. */
function restartErrors(now: Container, before: Container, path: string): FieldError[] {
  if (isEqualJson(now, before) || now.restartPolicy === 'Always') return [];
  return (now.resizePolicy ?? [])
    .filter(({ restartPolicy }) => restartPolicy === 'RestartContainer')
    .map(() =>
      forbiddenField(
        path,
        'non-sidecar init containers with a resize policy of RestartContainer cannot be resized',
      ),
    );
}

/** `resourcesRemoved`. */
function removals(
  now: ResourceRequirements,
  before: ResourceRequirements,
  path: string,
  what: string,
): FieldError[] {
  return (['requests', 'limits'] as const).flatMap((kind) =>
    Object.keys(before[kind] ?? {}).some((name) => now[kind]?.[name] === undefined)
      ? [forbiddenField(`${path}.${kind}`, `${what}${kind} cannot be removed`)]
      : [],
  );
}

/** What a resize may not touch (`dropCPUMemoryResourcesFromContainer`). */
function sizeless(container: Container): object {
  return { ...container, resources: withoutSizes(container.resources) };
}

function withoutSizes({ requests, limits, claims = [] }: ResourceRequirements = {}): object {
  return { requests: others(requests), limits: others(limits), claims };
}

function others(amounts: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => name !== 'cpu' && name !== 'memory'));
}

/** The pod around its containers and its own resources. */
function frame({ containers: _c, initContainers: _i, resources: _r, ...rest }: PodSpec): object {
  return rest;
}
