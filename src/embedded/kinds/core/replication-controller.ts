import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type {
  PodTemplateSpec,
  ReplicationController,
  ReplicationControllerSpec,
  ReplicationControllerStatus,
} from '../../data/types.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { podNameWarnings } from '../apps/name-warnings.ts';
import { changedTemplateWarnings } from '../apps/template-warnings.ts';
import { readyErrors, tooManyErrors } from '../apps/status-counts.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { declaredNameErrors } from '../common/declared.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { defaultPodTemplate, dropTemplateFields, podTemplateErrors } from './pod-template.ts';

/** pkg/registry/core/replicationcontroller/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const replicationControllers: Strategy<ReplicationController> = {
  orphansByDefault: true,
  defaults(draft) {
    const spec = (draft.spec ??= {});
    spec.replicas ??= 1;
    if (!spec.template) return;
    useTemplateLabels(draft, spec, spec.template.metadata?.labels);
    defaultPodTemplate(spec.template);
  },
  prepareForCreate(draft) {
    if (draft.spec?.template) dropTemplateFields(draft.spec.template);
    beginGenerations(draft);
  },
  // what is declared is told last: of the name, of numbers
  nameErrors: () => [],
  validateCreate: ({ metadata, spec }) => [
    ...specErrors(spec),
    ...declaredNameErrors(metadata),
    ...declaredErrors(spec),
  ],
  prepareForUpdate(draft, old) {
    if (draft.spec?.template) dropTemplateFields(draft.spec.template);
    raiseGeneration(draft, old);
  },
  validateUpdate: ({ spec }) => [...specErrors(spec), ...declaredErrors(spec)],
  status: { prepareForUpdate: keepSpec, validateUpdate: ({ status }) => statusErrors(status) },
  warnings: (controller, old) => [
    ...(old ? [] : podNameWarnings(controller.metadata.name)),
    // of the former template: as upstream does it
    ...changedTemplateWarnings(controller, old, (old ?? controller).spec?.template),
  ],
  fields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
};

/** Who names no labels means those of the pods. */
function useTemplateLabels(
  { metadata }: ReplicationController,
  spec: ReplicationControllerSpec,
  labels: Readonly<Record<string, string>> | undefined,
): void {
  if (!labels) return;
  if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

function declaredErrors(spec: ReplicationControllerSpec = {}): FieldError[] {
  return negativeFieldsErrors(spec, ['replicas', 'minReadySeconds'], 'spec');
}

/** `ValidateReplicationControllerSpec` without what is declared. */
function specErrors(spec: ReplicationControllerSpec = {}): FieldError[] {
  const { selector = {}, template } = spec;
  return [
    ...(Object.keys(selector).length === 0 ? [required('spec.selector')] : []),
    ...(template ? templateErrors(template, selector) : [required('spec.template')]),
  ];
}

/** `ValidatePodTemplateSpecForRC`. */
function templateErrors(template: PodTemplateSpec, selector: Readonly<Record<string, string>>): FieldError[] {
  const path = 'spec.template';
  const labels = template.metadata?.labels;
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {};
  const mismatch = '`selector` does not match template `labels`';
  const words = 'activeDeadlineSeconds in ReplicationController is not Supported';
  return [
    ...(selectorMatches({ matchLabels: { ...selector } }, labels)
      ? []
      : [invalid(`${path}.metadata.labels`, asGiven(template.metadata, 'labels'), mismatch)]),
    ...podTemplateErrors(template, path),
    ...(restartPolicy === 'Always'
      ? []
      : [notSupported(`${path}.spec.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(`${path}.spec.activeDeadlineSeconds`, words)]),
  ];
}

/** `ValidateReplicationControllerStatus`. */
function statusErrors(status: ReplicationControllerStatus = { replicas: 0 }): FieldError[] {
  const parts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const;
  return [
    ...negativeFieldsErrors(status, ['replicas', ...parts, 'observedGeneration'], 'status'),
    ...tooManyErrors(status, parts),
    ...readyErrors(status, 'cannot be greater than readyReplicas'),
  ];
}
