import type { Pod, PodSpec } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { dns1123LabelErrors } from '../../../../api/names.ts';
import { keepStatus, nextGeneration } from '../../common/spec-and-status.ts';
import type { Strategy } from '../../strategy.ts';
import { applyAppArmorAnnotations } from './app-armor-skew.ts';
import { dropDisabledFields } from './disabled-fields.ts';
import { mergeLabelKeys } from './label-keys.ts';
import { defaultPod } from './pod-defaults.ts';
import { defaultPodResources } from './pod-resources.ts';
import { podStatusErrors } from './pod-status-validation.ts';
import { firstStatus, prepareStatus } from './pod-status.ts';
import { podUpdateErrors } from './pod-update-validation.ts';
import { podErrors } from './pod-validation.ts';
import { appArmorWarning } from './warnings/annotation-warnings.ts';
import { podWarnings } from './warnings/pod-warnings.ts';

const NO_SPEC: PodSpec = { containers: [] };
const FINISHED = ['Failed', 'Succeeded'];

/** pkg/registry/core/pod/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const podStrategy: Strategy<Pod> = {
  defaults: defaultPod,
  prepareForCreate(draft, { now, warn }) {
    const { metadata } = draft;
    const spec = (draft.spec ??= { containers: [] });
    metadata.generation = 1;
    dropDisabledFields(spec, metadata.annotations);
    mergeLabelKeys(draft);
    for (const key of applyAppArmorAnnotations(draft)) warn(appArmorWarning('metadata.annotations', key));
    defaultPodResources(spec);
    draft.status = firstStatus(draft, now);
  },
  validateCreate: podErrors,
  prepareForUpdate(draft, old) {
    keepStatus(draft, old);
    const spec = (draft.spec ??= { containers: [] });
    // clients that do not know the field leave it out
    if (old.spec?.resources) spec.resources ??= old.spec.resources;
    dropDisabledFields(spec, draft.metadata.annotations);
    if (!isEqualInMeaning(spec, old.spec)) nextGeneration(draft, old);
  },
  validateUpdate: podUpdateErrors,
  status: { prepareForUpdate: prepareStatus, validateUpdate: podStatusErrors },
  fields: ({ spec = NO_SPEC, status = {} }) => ({
    'spec.nodeName': spec.nodeName ?? '',
    'spec.restartPolicy': spec.restartPolicy ?? '',
    'spec.schedulerName': spec.schedulerName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec.hostNetwork ?? false),
    'status.phase': status.phase ?? '',
    'status.podIP': status.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': status.nominatedNodeName ?? '',
  }),
  // people do not change pods, and kubelets often do
  warnings: ({ metadata, spec = NO_SPEC }, old) =>
    old ? [] : [...nameWarnings(metadata.name ?? ''), ...podWarnings(spec, metadata)],
  gracePeriod: gracePeriodOf,
};

/** `CheckGracefulDelete`: what nobody runs, and what has ended, goes at once. */
function gracePeriodOf({ spec = NO_SPEC, status }: Pod, asked: number | undefined): number {
  if (!spec.nodeName || FINISHED.includes(status?.phase ?? '')) return 0;
  const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}

/** A pod's name is its host's. */
function nameWarnings(name: string): string[] {
  const errors = dns1123LabelErrors(name);
  const words =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return errors.length > 0 ? [`${words}: [${errors.join(' ')}]`] : [];
}
