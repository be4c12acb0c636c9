import type { FieldError } from '../../api/field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '../../data/types.ts';
import { podTemplateErrors } from '../core/pod-template.ts';
import { endlessErrors, isReadable, selectorErrors, unselectedErrors, type PodOwner } from './pods-of.ts';

/** Replica sets borrow the words of deployments. */
const OWNER: PodOwner = { named: 'deployment', unreadable: 'invalid label selector' };

/** What a spec says of the pods of deployments and replica sets. */
interface ReplicaSpec {
  readonly selector: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/** Selector and template of deployments and replica sets (`ValidatePodTemplateSpecForReplicaSet`, pkg/apis/apps/validation). */
export function replicaTemplateErrors({ selector, template = {} }: ReplicaSpec, path: string): FieldError[] {
  const at = `${path}.template`;
  const templateErrors = (): FieldError[] => [
    ...unselectedErrors(selector, template, at),
    ...podTemplateErrors(template, at),
    ...endlessErrors(template, at, 'ReplicaSet'),
  ];
  return [
    ...selectorErrors(selector, `${path}.selector`, OWNER),
    ...(isReadable(selector) ? templateErrors() : []),
  ];
}
