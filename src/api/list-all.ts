import type { ClusterApi, ListOptions } from './cluster-api.ts';
import type { Resource } from './resources.ts';
import type { KubeObject } from './types.ts';

/** As kubectl lists. */
const PAGE = 500;

/** Every object of a list, page by page: all of one revision, unless a page came too late (410). Rejects as `ClusterApi.list` does. */
export async function listAll<T extends KubeObject>(
  api: Pick<ClusterApi, 'list'>,
  resource: Resource<T>,
  options: Omit<ListOptions, 'limit' | 'continue'>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await api.list(resource, { ...options, limit: PAGE, ...(token && { continue: token }) });
    items.push(...page.items);
    token = page.continue;
  } while (token);
  return items;
}
