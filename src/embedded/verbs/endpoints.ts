import { StatusError } from '../api/status.ts';
import type { Strategy } from '../kinds/strategy.ts';
import type { Target } from '../api/verbs.ts';
import type { Endpoint } from './endpoint.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { finalize } from './finalize.ts';
import { resize } from './resize.ts';

const PARTS: Readonly<Record<string, Endpoint>> = {
  'pods/ephemeralcontainers': ephemeralContainers,
  'pods/resize': resize,
  'namespaces/finalize': finalize,
};

/** The rules of the address that a request names. Throws `StatusError` 404 where the kind has none. */
export function endpointOf({ resource, subresource = '' }: Target, strategy: Strategy): Endpoint {
  if (subresource === '') {
    return {
      prepareForUpdate: (draft, old, context) => strategy.prepareForUpdate?.(draft, old, context),
      validateUpdate: (object, old) => strategy.validateUpdate?.(object, old) ?? [],
      warnings: (object, old) => strategy.warnings?.(object, old) ?? [],
    };
  }
  const endpoint = subresource === 'status' ? strategy.status : PARTS[`${resource.qualified}/${subresource}`];
  if (!endpoint)
    throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
  return endpoint;
}
