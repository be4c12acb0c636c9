import { duplicate, forbiddenField, invalid, type FieldError } from '../../api/field-error.ts';
import type { Node, NodeSpec, NodeStatus } from '../../data/types.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { cidrErrors, cidrWarnings } from '../common/ip-validation.ts';
import { parseCidr } from '../common/ip-address.ts';
import { resourceAmountErrors } from '../common/resource-amounts.ts';
import { keepSpec, keepStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { declaredFeaturesErrors } from './declared-features.ts';
import { roundResourceList } from './pod/resource-rounding.ts';
import { taintsErrors } from './taint-validation.ts';

/** pkg/registry/core/node/strategy.go, pkg/apis/core/v1/defaults.go and conversion.go, pkg/apis/core/validation. */
export const nodes: Strategy<Node> = {
  defaults({ spec, status }) {
    if (spec) agreeOnNetworks(spec);
    if (!status) return;
    // an empty list is one: only a missing one is made
    const isMissing = asGiven(status, 'allocatable') === null;
    if (status.capacity && isMissing) status.allocatable = { ...status.capacity };
    roundResourceList(status.capacity);
    roundResourceList(status.allocatable);
  },
  prepareForCreate({ spec, status }) {
    dropDisabled(spec);
    delete status?.config;
  },
  validateCreate: nodeErrors,
  prepareForUpdate(draft, old) {
    keepStatus(draft, old);
    dropDisabled(draft.spec);
  },
  validateUpdate: (node, old) => [...nodeErrors(node), ...updateErrors(node, old)],
  status: {
    prepareForUpdate(draft, old) {
      keepSpec(draft, old);
      delete draft.status?.config;
      if (!old.status?.nodeInfo?.runningInUserNamespace)
        delete draft.status?.nodeInfo?.runningInUserNamespace;
    },
    validateUpdate: updateErrors,
  },
  warnings: ({ spec }) => [
    ...(spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec?.podCIDRs ?? []).flatMap((value, index) =>
      cidrWarnings(value, `spec.podCIDRs[${String(index)}]`),
    ),
  ],
  fields: ({ spec }) => ({ 'spec.unschedulable': String(spec?.unschedulable ?? false) }),
};

/** `podCIDR` and the first of `podCIDRs` are the same; where they differ the single one is right. */
function agreeOnNetworks(spec: NodeSpec): void {
  const { podCIDR, podCIDRs = [] } = spec;
  if (podCIDR && podCIDR !== podCIDRs[0]) spec.podCIDRs = [podCIDR];
  else if (!podCIDR && podCIDRs[0] !== undefined) spec.podCIDR = podCIDRs[0];
}

/** Features that are gone, or not there yet. */
function dropDisabled(spec: NodeSpec | undefined): void {
  delete spec?.configSource;
  delete spec?.podPreemptionPolicy;
}

function nodeErrors({ spec, status }: Node): FieldError[] {
  return [
    ...taintsErrors(spec?.taints ?? [], 'metadata.taints'),
    ...amountsErrors(status),
    ...swapErrors(status?.nodeInfo?.swap?.capacity),
    ...declaredFeaturesErrors(status?.declaredFeatures ?? []),
    ...networksErrors(spec?.podCIDRs ?? []),
  ];
}

function amountsErrors(status: NodeStatus | undefined): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((field) =>
    Object.entries(status?.[field] ?? {}).flatMap(([name, amount]) =>
      resourceAmountErrors(name, amount, `status.${field}.${name}`),
    ),
  );
}

function swapErrors(capacity: number | undefined): FieldError[] {
  if (capacity === undefined || capacity > 0) return [];
  return [invalid('metadata.nodeSwapStatus.capacity', capacity, 'must be greater than zero')];
}

function networksErrors(networks: readonly string[]): FieldError[] {
  const path = 'spec.podCIDRs';
  const errors = networks.flatMap((value, index) => cidrErrors(value, `${path}[${String(index)}]`));
  const families = new Set(networks.map((value) => parseCidr(value)?.ip.bytes.length));
  if (networks.length <= 1 || (networks.length === 2 && families.size === 2)) return errors;
  return [...errors, invalid(path, networks, 'may specify no more than one CIDR for each IP family')];
}

function updateErrors({ spec, status }: Node, old: Node): FieldError[] {
  return [
    ...amountsErrors(status),
    ...declaredFeaturesErrors(status?.declaredFeatures ?? []),
    ...addressesErrors(status),
    ...networkChangeErrors(spec?.podCIDRs ?? [], old.spec?.podCIDRs ?? []),
    ...providerErrors(spec?.providerID ?? '', old.spec?.providerID ?? ''),
    ...taintsErrors(spec?.taints ?? [], 'metadata.taints'),
    ...((spec?.externalID ?? '') === (old.spec?.externalID ?? '')
      ? []
      : [forbiddenField('spec.externalID', 'may not be updated')]),
  ];
}

function addressesErrors(status: NodeStatus | undefined): FieldError[] {
  const addresses = status?.addresses ?? [];
  return addresses.flatMap((address, index) => {
    const before = addresses.slice(0, index);
    if (!before.some((other) => isEqualInMeaning(other, address))) return [];
    return [duplicate(`status.addresses[${String(index)}]`, internalForm(address, 'core/v1.NodeAddress'))];
  });
}

function networkChangeErrors(networks: readonly string[], before: readonly string[]): FieldError[] {
  if (before.length === 0) return [];
  const words = 'node updates may not change podCIDR except from "" to valid';
  const changed = before.filter((value, index) => value !== networks[index]).length;
  const count = before.length === networks.length ? changed : 1;
  return Array.from({ length: count }, () => forbiddenField('spec.podCIDRs', words));
}

function providerErrors(id: string, before: string): FieldError[] {
  if (before === '' || id === before) return [];
  const words = id === '' ? 'field cannot be cleared once set' : 'field cannot be modified once set';
  return [invalid('spec.providerID', null, words)];
}
