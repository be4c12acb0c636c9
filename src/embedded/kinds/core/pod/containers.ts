import type { Container, EphemeralContainer, PodSpec } from '../../../data/types.ts';

/** The kinds of containers of a pod, by the field that lists them. */
export type ContainerField = 'initContainers' | 'containers' | 'ephemeralContainers';

/** A container with where it is, e.g. `spec.initContainers[0]`. */
export interface PlacedContainer {
  readonly container: Container | EphemeralContainer;
  readonly field: ContainerField;
  readonly path: string;
}

const FIELDS: readonly ContainerField[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** All containers of a pod, as `VisitContainersWithPath` (pkg/api/pod/util.go) goes through them. */
export function allContainers(spec: PodSpec, path: string): PlacedContainer[] {
  return FIELDS.flatMap((field) =>
    (spec[field] ?? []).map((container, index) => ({
      container,
      field,
      path: `${path}.${field}[${String(index)}]`,
    })),
  );
}
