import type { ResourceInfo } from '../api/resource-info.ts';

const NAME = 'metadata.name';
const NAMESPACE = 'metadata.namespace';

/** What a kind lets clients select by: the label as it is written → as the kind's fields have it. */
type FieldLabels = ReadonlyMap<string, string>;

function labels(...names: readonly string[]): FieldLabels {
  return new Map(names.map((name) => [name, name]));
}

const EVENT_REFERENCE = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/**
 * By the qualified name of the kind (`AddFieldLabelConversionFunc` in pkg/apis/core/v1/conversion.go, batch/v1 and events/v1). Other kinds
 * have name and namespace (`DefaultMetaV1FieldSelectorConversion`).
 */
const FIELD_LABELS: Readonly<Record<string, FieldLabels>> = {
  pods: new Map([
    ...labels(
      NAME,
      NAMESPACE,
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.podIPs',
      'status.nominatedNodeName',
    ),
    ['spec.host', 'spec.nodeName'],
  ]),
  nodes: labels(NAME, 'spec.unschedulable'),
  replicationcontrollers: labels(NAME, NAMESPACE, 'status.replicas'),
  namespaces: labels(NAME, 'status.phase'),
  secrets: labels(NAME, NAMESPACE, 'type'),
  services: labels(NAME, NAMESPACE, 'spec.clusterIP', 'spec.type'),
  events: labels(
    NAME,
    NAMESPACE,
    ...EVENT_REFERENCE.map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ),
  'events.events.k8s.io': new Map([
    ...labels(NAME, NAMESPACE, 'reason', 'type'),
    ...EVENT_REFERENCE.map((field): [string, string] => [`regarding.${field}`, `involvedObject.${field}`]),
    ['reportingController', 'reportingComponent'],
  ]),
  'jobs.batch': labels(NAME, NAMESPACE, 'status.successful'),
  'resourceslices.resource.k8s.io': labels(NAME, 'spec.nodeName', 'spec.driver'),
};

/** The field that a label of a field selector names, or in the server's words why there is none. */
export function fieldOfLabel(
  { qualified, groupVersion, kind }: Pick<ResourceInfo, 'qualified' | 'groupVersion' | 'kind'>,
  label: string,
): { readonly field: string } | { readonly refusal: string } {
  const known = FIELD_LABELS[qualified];
  if (!known) {
    if (label === NAME || label === NAMESPACE) return { field: label };
    return { refusal: `"${label}" is not a known field selector: only "${NAME}", "${NAMESPACE}"` };
  }
  const field = known.get(label);
  if (field !== undefined) return { field };
  if (kind === 'Job') return { refusal: `field label "${label}" not supported for Job` };
  if (kind === 'ResourceSlice') {
    const name = `${groupVersion}, Kind=${kind}`;
    return { refusal: `field label not supported for ${name}: ${label}` };
  }
  return { refusal: `field label not supported: ${label}` };
}
