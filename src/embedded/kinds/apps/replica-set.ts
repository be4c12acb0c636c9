import type { FieldError } from '../../api/field-error.ts';
import type { ReplicaSet, ReplicaSetSpec, ReplicaSetStatus } from '../../data/types.ts';
import { immutableErrors } from '../common/metadata.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import { defaultPodTemplate, dropTemplateFields } from '../core/pod-template.ts';
import type { Strategy } from '../strategy.ts';
import { podNameWarnings } from './name-warnings.ts';
import { replicaTemplateErrors } from './replica-template.ts';
import { readyErrors, tooManyErrors } from './status-counts.ts';
import { changedTemplateWarnings } from './template-warnings.ts';

/** pkg/registry/apps/replicaset/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation. */
export const replicaSets: Strategy<ReplicaSet> = {
  defaults({ spec }) {
    if (spec.template) defaultPodTemplate(spec.template);
    spec.replicas ??= 1;
  },
  prepareForCreate(draft) {
    if (draft.spec.template) dropTemplateFields(draft.spec.template);
    beginGenerations(draft);
  },
  validateCreate: ({ spec }) => specErrors(spec),
  prepareForUpdate(draft, old) {
    if (draft.spec.template) dropTemplateFields(draft.spec.template);
    raiseGeneration(draft, old);
  },
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
  ],
  status: { prepareForUpdate: keepSpec, validateUpdate: ({ status }) => statusErrors(status) },
  warnings: (set, old) => [
    ...(old ? [] : podNameWarnings(set.metadata.name)),
    ...changedTemplateWarnings(set, old, set.spec.template),
  ],
  fields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
};

/** `ValidateReplicaSetSpec`. */
function specErrors(spec: ReplicaSetSpec): FieldError[] {
  return [
    ...negativeFieldsErrors(spec, ['replicas', 'minReadySeconds'], 'spec'),
    ...replicaTemplateErrors(spec, 'spec'),
  ];
}

/** `ValidateReplicaSetStatus`. */
function statusErrors(status: ReplicaSetStatus = { replicas: 0 }): FieldError[] {
  const counts = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const;
  return [
    ...negativeFieldsErrors(status, [...counts, 'observedGeneration', 'terminatingReplicas'], 'status'),
    ...tooManyErrors(status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']),
    ...readyErrors(status, 'cannot be greater than readyReplicas'),
  ];
}
