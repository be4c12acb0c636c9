import { resource } from '../api/resource-info.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import type { Binding, Pod } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { isAbout } from './request.ts';

const NODES = resource('v1', 'nodes');
const LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** A pod that gets a node gets the labels of its zone and region too (plugin/pkg/admission/podtopologylabels). */
export function podTopologyLabels(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: (request) => {
      const { draft } = request;
      const name = nodeOf(request);
      if (draft && name) copyLabels(draft, store.get(NODES.storage, name)?.object);
    },
  };
}

function nodeOf(request: AdmissionRequest): string | undefined {
  const { draft } = request;
  if (draft && isAbout(request, 'pods')) return typed<Pod>(draft).spec?.nodeName;
  if (!draft || !isAbout(request, 'pods', 'binding')) return undefined;
  const { target } = typed<Binding>(draft);
  return target.kind === 'Node' ? target.name : undefined;
}

function copyLabels({ metadata }: StoredObject, node: StoredObject | undefined): void {
  const labels = Object.entries(node?.metadata.labels ?? {}).filter(([key]) => LABELS.includes(key));
  if (labels.length > 0) metadata.labels = { ...metadata.labels, ...Object.fromEntries(labels) };
}
