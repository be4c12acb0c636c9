import type { ResourceInfo } from '../api/resource-info.ts';
import { CORE_STRATEGIES } from './core/core-strategies.ts';
import { GROUP_STRATEGIES } from './group-strategies.ts';
import type { Strategy } from './strategy.ts';

const NONE: Strategy = {};

/** The rules of a kind; an empty strategy for kinds that are stored as they come. */
export function strategyOf({ group, plural }: Pick<ResourceInfo, 'group' | 'plural'>): Strategy {
  const found: Strategy | undefined =
    group === '' ? CORE_STRATEGIES[plural] : GROUP_STRATEGIES[`${group}/${plural}`];
  return found ?? NONE;
}
