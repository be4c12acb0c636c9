import { findResource, type ResourceInfo } from '../../api/resource-info.ts';
import type { Target } from '../../api/verbs.ts';

/** What a path below an API version leads to. */
export interface Route {
  readonly target: Target;
  /** `/watch/…`: the old form of a watch. */
  readonly watch: boolean;
}

/** Undefined where no kind has such a path (apiserver/pkg/endpoints/installer.go). `parts`: what comes behind the version. */
export function routeOf(groupVersion: string, parts: readonly string[]): Route | undefined {
  const watch = parts[0] === 'watch';
  const rest = watch ? parts.slice(1) : parts;
  if (rest.includes('')) return undefined;
  const target = namespacedTarget(groupVersion, rest) ?? plainTarget(groupVersion, rest);
  if (!target || (watch && (target.subresource !== undefined || !target.resource.verbs.includes('watch')))) {
    return undefined;
  }
  return { target, watch };
}

function namespacedTarget(groupVersion: string, parts: readonly string[]): Target | undefined {
  const [root, namespace = '', plural = '', name, subresource, ...more] = parts;
  const resource = root === 'namespaces' ? findResource(groupVersion, plural) : undefined;
  if (!resource?.namespaced || more.length > 0) return undefined;
  return targetOf(resource, { namespace }, name, subresource);
}

function plainTarget(groupVersion: string, parts: readonly string[]): Target | undefined {
  const [plural = '', name, subresource, ...more] = parts;
  const resource = findResource(groupVersion, plural);
  // of all namespaces together there is only the list
  if (!resource || more.length > 0 || (resource.namespaced && name !== undefined)) return undefined;
  return targetOf(resource, {}, name, subresource);
}

function targetOf(
  resource: ResourceInfo,
  where: { readonly namespace?: string },
  name: string | undefined,
  subresource: string | undefined,
): Target | undefined {
  if (subresource !== undefined && !resource.subresources.has(subresource)) return undefined;
  return {
    resource,
    ...where,
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}
