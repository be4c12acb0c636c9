/**
 * Whether the scheduler counts a resource of this name in whole units (pkg/scheduler/util, `IsScalarResourceName`): extended resources, huge
 * pages, and what is named below kubernetes.io. Names without a domain that it does not know are not counted at all.
 */
export function isScalarResource(name: string): boolean {
  return (
    name.startsWith('hugepages-') ||
    name.startsWith('attachable-volumes-') ||
    name.includes('kubernetes.io/') ||
    isExtendedResource(name)
  );
}

/** A resource of somebody else's domain (pkg/apis/core/v1/helper, `IsExtendedResourceName`), e.g. `nvidia.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}
