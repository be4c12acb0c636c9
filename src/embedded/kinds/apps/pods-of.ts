import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { LabelSelector, PodTemplateSpec } from '../../data/types.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';

/** What the rules of kinds that make pods from a template have in common, and in which words (pkg/apis/apps/validation). */
export interface PodOwner {
  /** As the sentence about an empty selector names the kind. */
  readonly named: string;
  /** What is said of a selector that is none. */
  readonly unreadable: string;
}

/** `spec.selector` must be there, be well-formed and not select everything. */
export function selectorErrors(
  selector: LabelSelector | undefined,
  path: string,
  { named, unreadable }: PodOwner,
): FieldError[] {
  if (!selector) return [required(path)];
  return [
    ...labelSelectorErrors(selector, path),
    ...emptySelectorErrors(selector, path, named),
    ...(isReadable(selector) ? [] : [invalid(path, selector, unreadable)]),
  ];
}

/** A selector without any requirement. */
export function emptySelectorErrors(
  selector: LabelSelector | undefined,
  path: string,
  named: string,
): FieldError[] {
  if (!selector) return [];
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length > 0) return [];
  return [invalid(path, selector, `empty selector is invalid for ${named}`)];
}

/** `LabelSelectorAsSelector` makes something of it: no selector at all selects nothing. */
export function isReadable(selector: LabelSelector | undefined): boolean {
  return labelSelectorErrors(selector, '').length === 0;
}

/** The template's pods would not be selected; `path` is the template's. */
export function unselectedErrors(
  selector: LabelSelector | undefined,
  { metadata }: PodTemplateSpec,
  path: string,
): FieldError[] {
  if (selectorMatches(selector ?? undefined, metadata?.labels)) return [];
  const words = '`selector` does not match template `labels`';
  return [invalid(`${path}.metadata.labels`, asGiven(metadata, 'labels'), words)];
}

/** Pods that are to run for ever; `kind` is how the sentence about deadlines names their owner. */
export function endlessErrors({ spec }: PodTemplateSpec, path: string, kind: string): FieldError[] {
  const { restartPolicy = '', activeDeadlineSeconds } = spec ?? {};
  return [
    ...(restartPolicy === 'Always'
      ? []
      : [notSupported(`${path}.spec.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [
          forbiddenField(
            `${path}.spec.activeDeadlineSeconds`,
            `activeDeadlineSeconds in ${kind} is not Supported`,
          ),
        ]),
  ];
}
