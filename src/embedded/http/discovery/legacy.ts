import { createHash } from 'node:crypto';

import { GROUPS, type GroupInfo, type ResourceInfo, type SubresourceInfo } from '../../api/resource-info.ts';
import { groupVersionOf } from './groups.ts';

/** `/api`: the versions of the core group. */
export function coreVersions(serverAddress: string): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** `/apis`: every other group. */
export function groupList(): object {
  const groups = GROUPS.filter(({ name }) => name !== '').map(describeGroup);
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** `/apis/apps`: one group with its versions. */
export function groupDetails(group: GroupInfo): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group) };
}

/** `/api/v1`, `/apis/apps/v1`: the kinds of a version, each followed by its subresources (`APIResourceList`). */
export function resourceList(groupVersion: string): object {
  const resources = GROUPS.flatMap(({ name, versions }) =>
    versions.flatMap(({ version, resources }) =>
      groupVersionOf(name, version) === groupVersion ? resources.flatMap(describeResource) : [],
    ),
  );
  return {
    kind: 'APIResourceList',
    ...(groupVersion === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources,
  };
}

function describeGroup({ name, versions }: GroupInfo): object {
  const described = versions.map(({ version }) => ({ groupVersion: groupVersionOf(name, version), version }));
  return { name, versions: described, preferredVersion: described[0] };
}

function describeResource(info: ResourceInfo): object[] {
  const { plural: name, singular: singularName, namespaced, kind, verbs, shortNames, categories } = info;
  const isStored = verbs.includes('list');
  return [
    {
      name,
      singularName,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
      ...(isStored ? { storageVersionHash: storageVersionHash(info) } : {}),
    },
    ...Array.from(info.subresources.values(), (subresource) => describeSubresource(info, subresource)),
  ];
}

function describeSubresource(
  { plural, namespaced }: ResourceInfo,
  { name, kind, verbs }: SubresourceInfo,
): object {
  const { group, version } = kind;
  return {
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...(group === '' ? {} : { group }),
    ...(version === '' ? {} : { version }),
    kind: kind.kind,
    verbs,
  };
}

/** What is stored in another version than the newest, and in another group than it is served in. */
const STORED: Readonly<Record<string, string>> = {
  'events.k8s.io/v1/Event': '/v1/Event',
  'resource.k8s.io/v1/DeviceTaintRule': 'resource.k8s.io/v1beta2/DeviceTaintRule',
};

/** apiserver/pkg/endpoints/discovery/storageversionhash.go */
function storageVersionHash({ group, version, kind }: ResourceInfo): string {
  const served = `${group}/${version}/${kind}`;
  const hash = createHash('sha256')
    .update(STORED[served] ?? served)
    .digest();
  return hash.subarray(0, 8).toString('base64');
}
