import { canonicalQuantity, compareQuantities } from '../../../../api/quantity.ts';
import { invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../../data/types.ts';
import { qualifiedNameErrors } from '../../../../api/names.ts';
import { wordErrors } from './checks.ts';

/** The fields of a pod that files of a volume may show. */
export const VOLUME_FIELDS = ['annotations', 'labels', 'name', 'namespace', 'uid'].map(
  (name) => `metadata.${name}`,
);
/** Those that a variable may show. */
export const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** What is a field at all (`ConvertDownwardAPIFieldLabel`, pkg/apis/core/pods). */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...VOLUME_FIELDS,
  ...ENV_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const MAPS = ['metadata.annotations', 'metadata.labels'];
const RESOURCES = ['limits', 'requests'].flatMap((kind) =>
  ['cpu', 'ephemeral-storage', 'memory'].map((name) => `${kind}.${name}`),
);
const HUGE_PAGES = /^(?:requests|limits)\.hugepages-/;
const UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** `validateObjectFieldSelector` (pkg/apis/core/validation): one of `fields`, or a member of the labels or annotations. */
export function fieldRefErrors(
  { apiVersion = '', fieldPath }: ObjectFieldSelector,
  fields: readonly string[],
  path: string,
): FieldError[] {
  if (apiVersion === '') return [required(`${path}.apiVersion`)];
  if (fieldPath === '') return [required(`${path}.fieldPath`)];
  const [, map, key = ''] = /^([^]+?)\['([^]*)'\]$/.exec(fieldPath) ?? [];
  const problem = conversionProblem(apiVersion, fieldPath, map);
  if (problem !== undefined) {
    return [invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: ${problem}`)];
  }
  if (map !== undefined) {
    const name = map === 'metadata.annotations' ? key.toLowerCase() : key;
    return wordErrors(qualifiedNameErrors(name), name, path);
  }
  const field = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  return fields.includes(field) ? [] : [notSupported(`${path}.fieldPath`, field, fields)];
}

function conversionProblem(version: string, fieldPath: string, map: string | undefined): string | undefined {
  if (version !== 'v1') return `unsupported pod version: ${version}`;
  if (map !== undefined) {
    return MAPS.includes(map) ? undefined : `field label does not support subscript: ${fieldPath}`;
  }
  if (KNOWN_FIELDS.has(fieldPath) || fieldPath === 'spec.host') return undefined;
  return `field label not supported: ${fieldPath}`;
}

/** `validateContainerResourceFieldSelector`; files of a volume name the container. */
export function resourceRefErrors(
  { containerName = '', resource, divisor = '0' }: ResourceFieldSelector,
  path: string,
  inVolume: boolean,
): FieldError[] {
  return [
    ...resourceNameErrors(containerName, resource, path, inVolume),
    ...divisorErrors(resource, String(divisor), `${path}.divisor`),
  ];
}

function resourceNameErrors(
  container: string,
  resource: string,
  path: string,
  inVolume: boolean,
): FieldError[] {
  if (inVolume && container === '') return [required(`${path}.containerName`)];
  if (resource === '') return [required(`${path}.resource`)];
  if (RESOURCES.includes(resource) || HUGE_PAGES.test(resource)) return [];
  return [notSupported(`${path}.resource`, resource, RESOURCES)];
}

/** `validateContainerResourceDivisor`: which units an amount can be told in, by what it is an amount of. */
function divisorErrors(resource: string, divisor: string, path: string): FieldError[] {
  const rule = DIVISORS.find(({ of }) => of.test(resource));
  if (!rule || compareQuantities(divisor, '0') === 0) return [];
  if (rule.units.includes(canonicalQuantity(divisor) ?? divisor)) return [];
  const words = `only divisor's values ${rule.told ?? UNITS.join(', ')} are supported with the ${rule.name} resource`;
  return [invalid(path, resource, words)];
}

const DIVISORS: readonly {
  readonly of: RegExp;
  readonly name: string;
  readonly units: readonly string[];
  readonly told?: string;
}[] = [
  { of: /^(?:limits|requests)\.cpu$/, name: 'cpu', units: ['1m', '1'], told: '1m and 1' },
  { of: /^(?:limits|requests)\.memory$/, name: 'memory', units: UNITS },
  { of: /^(?:limits|requests)\.ephemeral-storage$/, name: 'local ephemeral storage', units: UNITS },
  { of: HUGE_PAGES, name: 'hugepages', units: UNITS },
];
