import { GROUPS, type GroupInfo } from '../../api/resource-info.ts';

/** A group by its name; not core, which has no name in paths. */
export function findGroup(name: string): GroupInfo | undefined {
  return name === '' ? undefined : GROUPS.find((group) => group.name === name);
}

/** Whether there is such a version: `v1` or `apps/v1`. */
export function isServed(groupVersion: string): boolean {
  return GROUPS.some(({ name, versions }) =>
    versions.some(({ version }) => groupVersion === groupVersionOf(name, version)),
  );
}

/** `v1` for core, else `apps/v1`. */
export function groupVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
