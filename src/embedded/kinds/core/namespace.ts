import { invalid, type FieldError } from '../../api/field-error.ts';
import type { Namespace } from '../../data/types.ts';
import { strangeFinalizerErrors } from '../common/metadata.ts';
import { dns1123LabelErrors, forPrefix, qualifiedNameErrors } from '../../../api/names.ts';
import { keepSpec, keepStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';

const KUBERNETES = 'kubernetes';

/** pkg/registry/core/namespace/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const namespaces: Strategy<Namespace> = {
  nameErrors: forPrefix(dns1123LabelErrors),
  defaults(draft) {
    labelWithName(draft);
    (draft.status ??= {}).phase ||= 'Active';
  },
  prepareForCreate(draft) {
    // a generated name is known only now
    labelWithName(draft);
    draft.status = { phase: 'Active' };
    const { finalizers = [] } = (draft.spec ??= {});
    if (!finalizers.includes(KUBERNETES)) draft.spec.finalizers = [...finalizers, KUBERNETES];
  },
  validateCreate: finalizersErrors,
  prepareForUpdate(draft, old) {
    keepSpec(draft, old);
    keepStatus(draft, old);
  },
  validateUpdate: finalizersErrors,
  status: { prepareForUpdate: keepSpec, validateUpdate: phaseErrors },
  fields: ({ metadata, status }) => ({ 'status.phase': status?.phase ?? '', name: metadata.name ?? '' }),
};

/** So that a label selector can name a namespace. */
function labelWithName({ metadata }: Namespace): void {
  if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
}

function finalizersErrors({ spec }: Namespace): FieldError[] {
  const path = 'spec.finalizers';
  return (spec?.finalizers ?? []).flatMap((name) => [
    ...qualifiedNameErrors(name).map((words) => invalid(path, name, words)),
    ...strangeFinalizerErrors(name, path),
  ]);
}

function phaseErrors({ metadata, status }: Namespace): FieldError[] {
  const deleting = metadata.deletionTimestamp !== undefined;
  const expected = deleting ? 'Terminating' : 'Active';
  const phase = status?.phase ?? '';
  if (phase === expected) return [];
  const when = `\`deletionTimestamp\` is ${deleting ? 'not ' : ''}empty`;
  return [invalid('status.Phase', phase, `may only be '${expected}' if ${when}`)];
}
