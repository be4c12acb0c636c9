import type { Clock } from '../../lib/clock.ts';
import type { Admission } from '../admission/admission.ts';
import type { ResourceInfo } from '../api/resource-info.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { strategyOf as realStrategyOf } from '../kinds/strategies.ts';
import type { Strategy } from '../kinds/strategy.ts';
import type { Store } from '../store/store.ts';
import type { Target, VirtualKind } from '../api/verbs.ts';

/** What the verbs stand on. */
export interface VerbsParts {
  readonly store: Store;
  readonly admission: Admission;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** By `groupVersion/plural` or `groupVersion/plural/subresource`: kinds that are asked but never stored. */
  readonly virtual: ReadonlyMap<string, VirtualKind>;
  /** The rules of each kind; those of `kinds/` when missing. */
  readonly strategyOf?: (info: Pick<ResourceInfo, 'group' | 'plural'>) => Strategy;
}

/** The rules of the kind that a request is about. */
export function rulesOf(
  { strategyOf = realStrategyOf }: VerbsParts,
  { resource }: Pick<Target, 'resource'>,
): Strategy {
  return strategyOf(resource);
}

/** Every stored object of that kind. */
export function storedOf(
  { store }: Pick<VerbsParts, 'store'>,
  { resource }: Pick<Target, 'resource'>,
): StoredObject[] {
  return store.list(resource.storage).map(({ object }) => object);
}
