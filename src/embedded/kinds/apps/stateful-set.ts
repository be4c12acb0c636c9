import { invalid, type FieldError } from '../../api/field-error.ts';
import type {
  StatefulSet,
  StatefulSetSpec,
  StatefulSetStatus,
  StatefulSetUpdateStrategy,
} from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { collisionCountErrors } from '../common/collisions.ts';
import { internalForm } from '../common/internal-form.ts';
import { dns1123LabelErrors, forPrefix } from '../../../api/names.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import { claimSpecWarnings } from '../core/claim-warnings.ts';
import { defaultClaimSpec } from '../core/pod/volume-defaults.ts';
import { defaultPodTemplate, dropTemplateFields } from '../core/pod-template.ts';
import type { Strategy } from '../strategy.ts';
import { statefulSetSpecErrors } from './stateful-set-validation.ts';
import { readyErrors, tooManyErrors } from './status-counts.ts';
import { changedTemplateWarnings } from './template-warnings.ts';

const IMMUTABLE = [
  ['selector', 'meta/v1.LabelSelector'],
  ['volumeClaimTemplates', '[]core/v1.PersistentVolumeClaim'],
  ['serviceName', 'string'],
  ['podManagementPolicy', 'string'],
] as const;

/** pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation. */
export const statefulSets: Strategy<StatefulSet> = {
  nameErrors: forPrefix(dns1123LabelErrors),
  defaults({ spec }) {
    defaultPodTemplate(spec.template);
    for (const claim of spec.volumeClaimTemplates ?? []) {
      Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
      defaultClaimSpec((claim.spec ??= {}));
      (claim.status ??= {}).phase ||= 'Pending';
    }
    spec.podManagementPolicy ||= 'OrderedReady';
    defaultStrategy((spec.updateStrategy ??= {}));
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
    retention.whenDeleted ||= 'Retain';
    retention.whenScaled ||= 'Retain';
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
  },
  prepareForCreate(draft) {
    dropTemplateFields(draft.spec.template);
    beginGenerations(draft);
  },
  validateCreate: ({ spec }) => statefulSetSpecErrors(spec, 'create'),
  prepareForUpdate(draft, old) {
    dropTemplateFields(draft.spec.template);
    raiseGeneration(draft, old);
  },
  validateUpdate: ({ spec }, old) => [
    ...statefulSetSpecErrors(spec, statefulSetSpecErrors(old.spec, 'update').length > 0 ? 'mend' : 'update'),
    ...IMMUTABLE.filter(([field]) => !isEqualInMeaning(spec[field], old.spec[field])).map(([field, type]) =>
      invalid(`spec.${field}`, internalForm(spec[field], type), 'field is immutable'),
    ),
  ],
  status: {
    prepareForUpdate: keepSpec,
    validateUpdate: ({ status }, old) => [
      ...statusErrors(status),
      ...collisionCountErrors(status?.collisionCount, old.status?.collisionCount),
    ],
  },
  warnings: (set, old) => [
    ...changedTemplateWarnings(set, old, set.spec.template),
    ...(set.spec.volumeClaimTemplates ?? []).flatMap(({ spec = {} }, index) =>
      // upstream's own spelling
      claimSpecWarnings(spec, `spec.volumeClaimTemplates[${String(index)}]${old ? '.Spec' : ''}`),
    ),
    ...historyWarnings(set.spec),
  ],
};

function historyWarnings({ revisionHistoryLimit = 0 }: StatefulSetSpec): string[] {
  const words = 'a negative value retains all historical revisions; a value >= 0 is recommended';
  return revisionHistoryLimit < 0 ? [`spec.revisionHistoryLimit: ${words}`] : [];
}

function defaultStrategy(strategy: StatefulSetUpdateStrategy): void {
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type !== 'RollingUpdate' || !strategy.rollingUpdate) return;
  strategy.rollingUpdate.partition ??= 0;
  strategy.rollingUpdate.maxUnavailable ??= 1;
}

/** `ValidateStatefulSetStatus`. */
function statusErrors(status: StatefulSetStatus = { replicas: 0 }): FieldError[] {
  const counts = ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas'] as const;
  return [
    ...negativeFieldsErrors(
      status,
      [...counts, 'availableReplicas', 'observedGeneration', 'collisionCount'],
      'status',
    ),
    ...tooManyErrors(status, ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas']),
    ...readyErrors(status, 'cannot be greater than status.readyReplicas'),
  ];
}
