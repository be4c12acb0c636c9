import { invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type {
  DaemonSet,
  DaemonSetSpec,
  DaemonSetStatus,
  DaemonSetUpdateStrategy,
  RollingUpdateDaemonSet,
} from '../../data/types.ts';
import { collisionCountErrors } from '../common/collisions.ts';
import { intOrPercentErrors, numberOf, over100PercentErrors } from '../common/int-or-percent.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { immutableErrors } from '../common/metadata.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import { defaultPodTemplate, dropTemplateFields, podTemplateErrors } from '../core/pod-template.ts';
import { templateWarnings } from '../core/pod/warnings/pod-warnings.ts';
import type { Strategy } from '../strategy.ts';
import { emptySelectorErrors, endlessErrors, isReadable, unselectedErrors } from './pods-of.ts';
import {
  beginTemplates,
  generationOf,
  keepTemplateGeneration,
  readTemplateGeneration,
} from './template-generation.ts';

const ROLLING_UPDATE = 'RollingUpdate';
const ON_DELETE = 'OnDelete';

/** pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation. */
export const daemonSets: Strategy<DaemonSet> = {
  defaults(draft) {
    const { spec } = draft;
    readTemplateGeneration(draft);
    defaultPodTemplate(spec.template);
    defaultStrategy((spec.updateStrategy ??= {}));
    spec.revisionHistoryLimit ??= 10;
  },
  prepareForCreate(draft) {
    dropTemplateFields(draft.spec.template);
    beginGenerations(draft);
    beginTemplates(draft);
  },
  validateCreate: ({ spec }) => specErrors(spec),
  prepareForUpdate(draft, old) {
    dropTemplateFields(draft.spec.template);
    raiseGeneration(draft, old);
    keepTemplateGeneration(draft, old);
  },
  validateUpdate: ({ spec }, old) => [
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
    ...specErrors(spec),
  ],
  status: {
    prepareForUpdate: keepSpec,
    validateUpdate: ({ status }, old) => [
      ...statusErrors(status),
      ...collisionCountErrors(status?.collisionCount, old.status?.collisionCount),
    ],
  },
  warnings: (set, old) =>
    old && generationOf(set) === generationOf(old)
      ? []
      : templateWarnings(set.spec.template, 'spec.template'),
};

function defaultStrategy(strategy: DaemonSetUpdateStrategy): void {
  strategy.type ||= ROLLING_UPDATE;
  if (strategy.type !== ROLLING_UPDATE) return;
  strategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...strategy.rollingUpdate };
}

/** `ValidateDaemonSetSpec`. */
function specErrors(spec: DaemonSetSpec): FieldError[] {
  const { selector, template, updateStrategy = {} } = spec;
  const at = 'spec.template';
  return [
    ...labelSelectorErrors(selector, 'spec.selector'),
    ...(isReadable(selector) ? unselectedErrors(selector, template, at) : []),
    ...emptySelectorErrors(selector, 'spec.selector', 'daemonset'),
    ...podTemplateErrors(template, at),
    ...endlessErrors(template, at, 'DaemonSet'),
    ...negativeFieldsErrors(spec, ['minReadySeconds'], 'spec'),
    ...strategyErrors(updateStrategy, 'spec.updateStrategy'),
    ...negativeFieldsErrors(spec, ['revisionHistoryLimit'], 'spec'),
  ];
}

/** `ValidateDaemonSetUpdateStrategy`. */
function strategyErrors({ type = '', rollingUpdate }: DaemonSetUpdateStrategy, path: string): FieldError[] {
  const at = `${path}.rollingUpdate`;
  if (type === ON_DELETE) return [];
  if (type === ROLLING_UPDATE) {
    return rollingUpdate ? rollingUpdateErrors(rollingUpdate, at) : [required(at)];
  }
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  const update = rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null;
  return [notSupported(path, { Type: type, RollingUpdate: update }, [ROLLING_UPDATE, ON_DELETE])];
}

/** `ValidateRollingUpdateDaemonSet`: pods are either taken away first or added first. */
function rollingUpdateErrors(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
  path: string,
): FieldError[] {
  const [unavailableAt, surgeAt] = [`${path}.maxUnavailable`, `${path}.maxSurge`];
  const hasUnavailable = numberOf(maxUnavailable) !== 0;
  const hasSurge = numberOf(maxSurge) !== 0;
  return [
    ...intOrPercentErrors(maxUnavailable, unavailableAt),
    ...intOrPercentErrors(maxSurge, surgeAt),
    ...over100PercentErrors(maxUnavailable, unavailableAt),
    ...over100PercentErrors(maxSurge, surgeAt),
    ...(hasUnavailable && hasSurge
      ? [invalid(surgeAt, maxSurge, 'may not be set when maxUnavailable is non-zero')]
      : []),
    ...(hasUnavailable || hasSurge ? [] : [required(unavailableAt, 'cannot be 0 when maxSurge is 0')]),
  ];
}

/** `validateDaemonSetStatus`. */
function statusErrors(status: DaemonSetStatus | undefined): FieldError[] {
  if (!status) return [];
  return negativeFieldsErrors(
    status,
    [
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
      'collisionCount',
    ],
    'status',
  );
}
