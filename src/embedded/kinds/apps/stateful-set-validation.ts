import { invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type {
  PodTemplateSpec,
  RollingUpdateStatefulSetStrategy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from '../../data/types.ts';
import { intOrPercentErrors, numberOf, over100PercentErrors } from '../common/int-or-percent.ts';
import { dns1123LabelErrors } from '../../../api/names.ts';
import { negativeErrors, negativeFieldsErrors } from '../common/numbers.ts';
import { claimSpecErrors } from '../core/claim-spec-validation.ts';
import { podTemplateErrors } from '../core/pod-template.ts';
import { endlessErrors, isReadable, selectorErrors, unselectedErrors, type PodOwner } from './pods-of.ts';

const OWNER: PodOwner = { named: 'statefulset', unreadable: '' };
const POLICIES = ['OrderedReady', 'Parallel'];
const ROLLING_UPDATE = 'RollingUpdate';
const ON_DELETE = 'OnDelete';

/**
 * `ValidateStatefulSetSpec` (pkg/apis/apps/validation). `update`: what cannot change any more is not looked at; `mend`: neither is the
 * template, because the stored object has errors itself.
 */
export function statefulSetSpecErrors(
  spec: StatefulSetSpec,
  why: 'create' | 'update' | 'mend',
): FieldError[] {
  const { selector, template, serviceName = '' } = spec;
  const isNamed = why === 'create' && serviceName !== '';
  return [
    ...managementErrors(spec.podManagementPolicy ?? '', 'spec.podManagementPolicy'),
    ...strategyErrors(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...retentionErrors(spec, 'spec.persistentVolumeClaimRetentionPolicy'),
    ...(why === 'create' ? claimsErrors(spec, 'spec.volumeClaimTemplates') : []),
    ...negativeFieldsErrors(spec, ['replicas', 'minReadySeconds'], 'spec'),
    ...negativeErrors(spec.ordinals?.start, 'spec.ordinals.start'),
    ...(isNamed
      ? dns1123LabelErrors(serviceName).map((words) => invalid('spec.serviceName', serviceName, words))
      : []),
    ...selectorErrors(selector, 'spec.selector', OWNER),
    ...(isReadable(selector) ? templateErrors(spec, why) : []),
    ...endlessErrors(template, 'spec.template', 'StatefulSet'),
  ];
}

function managementErrors(policy: string, path: string): FieldError[] {
  if (policy === '') return [required(path)];
  return POLICIES.includes(policy)
    ? []
    : [invalid(path, policy, `must be ${POLICIES.map((known) => `'${known}'`).join(' or ')}`)];
}

function strategyErrors({ type = '', rollingUpdate }: StatefulSetUpdateStrategy, path: string): FieldError[] {
  const at = `${path}.rollingUpdate`;
  if (type === '') return [required(path)];
  if (type === ROLLING_UPDATE) return rollingUpdate ? rollingUpdateErrors(rollingUpdate, at) : [];
  const update = rollingUpdate && {
    Partition: rollingUpdate.partition ?? 0,
    MaxUnavailable: rollingUpdate.maxUnavailable ?? null,
  };
  if (type === ON_DELETE) {
    return update ? [invalid(at, update, `only allowed for updateStrategy '${ROLLING_UPDATE}'`)] : [];
  }
  const words = `must be '${ROLLING_UPDATE}' or '${ON_DELETE}'`;
  return [invalid(path, { Type: type, RollingUpdate: update ?? null }, words)];
}

/** `validateRollingUpdateStatefulSet`. */
function rollingUpdateErrors(
  { partition, maxUnavailable }: RollingUpdateStatefulSetStrategy,
  path: string,
): FieldError[] {
  const at = `${path}.maxUnavailable`;
  const partitionErrors = negativeErrors(partition, `${path}.partition`);
  if (maxUnavailable === undefined) return partitionErrors;
  return [
    ...partitionErrors,
    ...intOrPercentErrors(maxUnavailable, at),
    ...(numberOf(maxUnavailable) === 0 ? [invalid(at, maxUnavailable, 'cannot be 0')] : []),
    ...over100PercentErrors(maxUnavailable, at),
  ];
}

function retentionErrors(
  { persistentVolumeClaimRetentionPolicy: policy }: StatefulSetSpec,
  path: string,
): FieldError[] {
  if (!policy) return [];
  const known = ['Retain', 'Delete'];
  return (['whenDeleted', 'whenScaled'] as const)
    .filter((field) => !known.includes(policy[field] ?? ''))
    .map((field) => notSupported(`${path}.${field}`, policy[field] ?? '', known));
}

/** `validateVolumeClaimTemplates`. */
function claimsErrors({ volumeClaimTemplates = [] }: StatefulSetSpec, path: string): FieldError[] {
  return volumeClaimTemplates.flatMap(({ spec = {} }, index) =>
    claimSpecErrors(spec, `${path}[${String(index)}].spec`),
  );
}

/** `ValidatePodTemplateSpecForStatefulSet`. */
function templateErrors(spec: StatefulSetSpec, why: 'create' | 'update' | 'mend'): FieldError[] {
  const template = asPod(spec);
  return [
    ...unselectedErrors(spec.selector, template, 'spec.template'),
    ...(why === 'mend' ? [] : podTemplateErrors(template, 'spec.template')),
  ];
}

/** The template as the pods will have it: they get their host names and the volumes of their claims later. */
function asPod({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  const { spec } = template;
  if (!spec) return template;
  const { hostname: _hostname, subdomain: _subdomain, ...rest } = spec;
  if (volumeClaimTemplates.length === 0) return { ...template, spec: rest };
  const claimed = new Set(volumeClaimTemplates.map(({ metadata }) => metadata.name ?? ''));
  const volumes = [
    ...[...claimed].map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...(spec.volumes ?? []).filter(({ name }) => !claimed.has(name)),
  ];
  return { ...template, spec: { ...rest, volumes } };
}
