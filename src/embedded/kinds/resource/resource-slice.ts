import { timeOf } from '../../../api/times.ts';
import { duplicate, invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { NodeSelector, ResourcePool, ResourceSlice, ResourceSliceSpec } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { immutableErrors } from '../common/metadata.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import { nodeSelectorErrors } from '../core/pod/node-selector-validation.ts';
import { driverNameErrors } from '../storage/driver-name.ts';
import type { Strategy } from '../strategy.ts';
import { itemsErrors, tooManyErrors } from './device-parts.ts';
import { declaredDeviceErrors, deviceErrors } from './device-validation.ts';
import { sharedCountersErrors } from './shared-counters.ts';

const MAX_POOL_NAME_BYTES = 253;
const MAX_DEVICES = 128;
/** Of devices that say more than what they are. */
const MAX_RICH_DEVICES = 64;
/** What tells for which nodes a slice's devices are. */
const PLACES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'] as const;

/** pkg/registry/resource/resourceslice/strategy.go, pkg/apis/resource/validation. */
export const resourceSlices: Strategy<ResourceSlice> = {
  prepareForCreate(draft, { now }) {
    draft.metadata.generation = 1;
    stampTaints(draft, now);
  },
  validateCreate: ({ spec }) => specErrors(spec),
  prepareForUpdate(draft, old, { now }) {
    stampTaints(draft, now);
    if (!isEqualInMeaning(draft.spec, old.spec)) nextGeneration(draft, old);
  },
  validateUpdate: ({ spec }, old) => specErrors(spec, old.spec),
  warnings: ({ spec: { driver } }) =>
    driver === driver.toLowerCase()
      ? []
      : [
          `spec.driver: driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`,
        ],
  fields: ({ spec }) => ({ 'spec.nodeName': spec.nodeName ?? '', 'spec.driver': spec.driver }),
};

/** `SetDefaults_DeviceTaint`: a taint knows since when it is. */
function stampTaints({ spec }: ResourceSlice, now: number): void {
  const time = timeOf(now);
  for (const { taints = [] } of spec.devices ?? []) {
    for (const taint of taints) taint.timeAdded ??= time;
  }
}

/** `validateResourceSliceSpec`. */
function specErrors(spec: ResourceSliceSpec, old?: ResourceSliceSpec): FieldError[] {
  const { devices = [], perDeviceNodeSelection = false } = spec;
  const isRich = devices.some(
    ({ taints = [], consumesCounters = [] }) => taints.length + consumesCounters.length > 0,
  );
  const max = isRich ? MAX_RICH_DEVICES : MAX_DEVICES;
  const names = devices.map(({ name }) => name);
  return [
    ...driverNameErrors(spec.driver, 'spec.driver'),
    ...poolErrors(spec.pool, 'spec.pool'),
    ...(old ? changedErrors(spec, old) : []),
    ...placeErrors(spec, 'spec'),
    ...(spec.sharedCounters && spec.devices
      ? [invalid('spec', '', 'only one of `sharedCounters` or `devices` is allowed')]
      : []),
    ...tooManyErrors(devices, max, 'spec.devices'),
    ...itemsErrors(devices, max, 'spec.devices', (device, path) =>
      deviceErrors(device, perDeviceNodeSelection, path),
    ),
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index ? [duplicate(`spec.devices[${String(index)}]`, name)] : [],
    ),
    ...sharedCountersErrors(spec.sharedCounters ?? [], 'spec.sharedCounters'),
    ...itemsErrors(devices, max, 'spec.devices', declaredDeviceErrors),
  ];
}

/** `validateResourcePool`. */
function poolErrors({ name, resourceSliceCount, generation }: ResourcePool, path: string): FieldError[] {
  return [
    ...poolNameErrors(name, `${path}.name`),
    ...(resourceSliceCount > 0
      ? []
      : [invalid(`${path}.resourceSliceCount`, resourceSliceCount, 'must be greater than zero')]),
    ...(generation >= 0
      ? []
      : [invalid(`${path}.generation`, generation, 'must be greater than or equal to zero')]),
  ];
}

function poolNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  return [
    ...(Buffer.byteLength(name) > MAX_POOL_NAME_BYTES ? [tooLong(path, MAX_POOL_NAME_BYTES)] : []),
    ...name
      .split('/')
      .flatMap((part) => dns1123SubdomainErrors(part).map((words) => invalid(path, part, words))),
  ];
}

/** A slice stays that of its driver, pool and node. */
function changedErrors(spec: ResourceSliceSpec, old: ResourceSliceSpec): FieldError[] {
  return [
    ...immutableErrors(spec.pool.name, old.pool.name, 'spec.pool.name'),
    ...immutableErrors(spec.driver, old.driver, 'spec.driver'),
    ...immutableErrors(spec.nodeName, old.nodeName, 'spec.nodeName'),
  ];
}

function selectorErrors(selector: NodeSelector, path: string): FieldError[] {
  const { nodeSelectorTerms: terms } = selector;
  const shown = internalForm(terms, '[]core/v1.NodeSelectorTerm');
  const words = 'must have exactly one node selector term';
  return [
    ...nodeSelectorErrors(selector, path),
    ...(terms?.length === 1 ? [] : [invalid(`${path}.nodeSelectorTerms`, shown, words)]),
  ];
}

/** Exactly one of `PLACES`. */
function placeErrors(spec: ResourceSliceSpec, path: string): FieldError[] {
  const { nodeName, nodeSelector } = spec;
  const nameErrors = nodeName ? dns1123SubdomainErrors(nodeName) : [];
  const words = `exactly one of ${PLACES.map((field) => `\`${field}\``).join(', ')} is required`;
  const set = PLACES.filter((field) => Boolean(spec[field])).map((field) => `\`${field}\``);
  return [
    ...nameErrors.map((detail) => invalid(`${path}.nodeName`, nodeName, detail)),
    ...(nodeName === ''
      ? [invalid(`${path}.nodeName`, '', 'must be either unset or set to a non-empty string')]
      : []),
    ...(nodeSelector ? selectorErrors(nodeSelector, `${path}.nodeSelector`) : []),
    ...(['allNodes', 'perDeviceNodeSelection'] as const)
      .filter((field) => spec[field] === false)
      .map((field) => invalid(`${path}.${field}`, false, 'must be either unset or set to true')),
    ...(set.length === 0 ? [required(path, words)] : []),
    ...(set.length > 1
      ? [invalid(path, `{${set.join(', ')}}`, `${words}, but multiple fields are set`)]
      : []),
  ];
}
