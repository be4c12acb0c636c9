import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type {
  Deployment,
  DeploymentSpec,
  DeploymentStatus,
  DeploymentStrategy,
  RollingUpdateDeployment,
} from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { collisionCountErrors } from '../common/collisions.ts';
import { intOrPercentErrors, numberOf, over100PercentErrors } from '../common/int-or-percent.ts';
import { immutableErrors } from '../common/metadata.ts';
import { negativeErrors, negativeFieldsErrors } from '../common/numbers.ts';
import {
  beginGenerations,
  keepLabels,
  keepSpec,
  nextGeneration,
  raiseGeneration,
} from '../common/spec-and-status.ts';
import { defaultPodTemplate, dropTemplateFields } from '../core/pod-template.ts';
import type { Strategy } from '../strategy.ts';
import { podNameWarnings } from './name-warnings.ts';
import { replicaTemplateErrors } from './replica-template.ts';
import { readyErrors, tooManyErrors } from './status-counts.ts';
import { changedTemplateWarnings } from './template-warnings.ts';

const RECREATE = 'Recreate';
const ROLLING_UPDATE = 'RollingUpdate';

/** pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation. */
export const deployments: Strategy<Deployment> = {
  defaults({ spec }) {
    defaultPodTemplate(spec.template);
    spec.replicas ??= 1;
    defaultStrategy((spec.strategy ??= {}));
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
  },
  prepareForCreate(draft) {
    dropTemplateFields(draft.spec.template);
    beginGenerations(draft);
  },
  validateCreate: ({ spec }) => specErrors(spec),
  prepareForUpdate(draft, old) {
    dropTemplateFields(draft.spec.template);
    raiseGeneration(draft, old);
    // annotations are copied to the replica sets
    const [now, before] = [draft, old].map(({ metadata }) => metadata.annotations ?? {});
    if (!isEqualInMeaning(now, before)) nextGeneration(draft, old);
  },
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
  ],
  status: {
    prepareForUpdate(draft, old) {
      keepSpec(draft, old);
      keepLabels(draft, old);
    },
    validateUpdate: ({ status = {} }, old) => [
      ...statusErrors(status),
      ...collisionCountErrors(status.collisionCount, old.status?.collisionCount),
    ],
  },
  warnings: (deployment, old) => [
    ...(old ? [] : podNameWarnings(deployment.metadata.name)),
    ...changedTemplateWarnings(deployment, old, deployment.spec.template),
  ],
};

function defaultStrategy(strategy: DeploymentStrategy): void {
  strategy.type ||= ROLLING_UPDATE;
  if (strategy.type !== ROLLING_UPDATE) return;
  const { rollingUpdate } = strategy;
  strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...rollingUpdate };
}

/** `ValidateDeploymentSpec`. */
function specErrors(spec: DeploymentSpec): FieldError[] {
  const { replicas, progressDeadlineSeconds: deadline, minReadySeconds = 0, strategy = {} } = spec;
  const tooShort = deadline !== undefined && deadline <= minReadySeconds;
  return [
    ...negativeErrors(replicas, 'spec.replicas'),
    ...replicaTemplateErrors(spec, 'spec'),
    ...strategyErrors(strategy, 'spec.strategy'),
    ...negativeFieldsErrors(
      spec,
      ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'],
      'spec',
    ),
    ...(tooShort
      ? [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

/** `ValidateDeploymentStrategy`. */
function strategyErrors({ type = '', rollingUpdate }: DeploymentStrategy, path: string): FieldError[] {
  const at = `${path}.rollingUpdate`;
  if (type === RECREATE) {
    const words = `may not be specified when strategy \`type\` is '${RECREATE}'`;
    return rollingUpdate ? [forbiddenField(at, words)] : [];
  }
  if (type === ROLLING_UPDATE) {
    return rollingUpdate
      ? rollingUpdateErrors(rollingUpdate, at)
      : [required(at, 'this should be defaulted and never be nil')];
  }
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  const update = rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null;
  return [notSupported(path, { Type: type, RollingUpdate: update }, [RECREATE, ROLLING_UPDATE])];
}

/** `ValidateRollingUpdateDeployment`. */
function rollingUpdateErrors(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment,
  path: string,
): FieldError[] {
  const at = `${path}.maxUnavailable`;
  const stuck = numberOf(maxUnavailable) === 0 && numberOf(maxSurge) === 0;
  return [
    ...intOrPercentErrors(maxUnavailable, at),
    ...intOrPercentErrors(maxSurge, `${path}.maxSurge`),
    ...(stuck ? [invalid(at, maxUnavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...over100PercentErrors(maxUnavailable, at),
  ];
}

/** `ValidateDeploymentStatus`. */
function statusErrors(status: DeploymentStatus): FieldError[] {
  return [
    ...negativeFieldsErrors(
      status,
      [
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'terminatingReplicas',
        'collisionCount',
      ],
      'status',
    ),
    ...tooManyErrors(status, ['updatedReplicas', 'readyReplicas', 'availableReplicas']),
    ...readyErrors(status, 'cannot be greater than readyReplicas'),
  ];
}
