import type { NonResourceAttributes, ResourceAttributes } from '../../data/types.ts';
import type { Attributes } from '../contract.ts';

/** What a review asks about; `resource` wins where it is given (pkg/registry/authorization/util/helpers.go). */
export function attributesAsked(
  resource: ResourceAttributes | undefined,
  path: NonResourceAttributes | undefined,
): Attributes {
  if (!resource) return { verb: path?.verb ?? '', path: path?.path ?? '' };
  const {
    verb = '',
    group = '',
    version = '*',
    resource: plural = '',
    subresource,
    namespace,
    name,
  } = resource;
  return {
    verb,
    group,
    version,
    resource: plural,
    ...(subresource ? { subresource } : {}),
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
  };
}
