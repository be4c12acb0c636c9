import type { Resource } from '../../src/api/resources.ts';
import type { KubeObject } from '../../src/api/types.ts';
import { listedObjects } from '../../src/scheduler/framework/listed-objects.ts';
import type { Objects } from '../../src/scheduler/framework/snapshot.ts';

interface Stored {
  readonly plural: string;
  readonly object: KubeObject;
}

/** Objects of one kind. */
export function stored<T extends KubeObject>(
  { plural }: Resource<T>,
  ...objects: readonly T[]
): readonly Stored[] {
  return objects.map((object) => ({ plural, object }));
}

/** What plugins read beside pods and nodes: `objectsOf(stored(SERVICES, service))`. */
export function objectsOf(...all: readonly (readonly Stored[])[]): Objects {
  const byKind = Map.groupBy(all.flat(), ({ plural }) => plural);
  return listedObjects(
    new Map(Array.from(byKind, ([plural, those]) => [plural, those.map(({ object }) => object)])),
  );
}
