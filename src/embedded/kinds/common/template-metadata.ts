import { forbiddenField, type FieldError } from '../../api/field-error.ts';
import type { ObjectMeta } from '../../data/types.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { annotationsErrors, labelsErrors } from './metadata.ts';

/** All but labels and annotations, as Go declares them, with the name that the sentence has where it is another. */
const OTHERS = [
  ['name'],
  ['generateName'],
  ['namespace'],
  ['selfLink'],
  ['uid', 'uID'],
  ['resourceVersion'],
  ['generation'],
  ['creationTimestamp'],
  ['deletionTimestamp'],
  ['deletionGracePeriodSeconds'],
  ['ownerReferences'],
  ['finalizers'],
  ['managedFields'],
] as const;

/** `ValidateTemplateObjectMeta` (pkg/apis/core/validation): what is made from a template gets labels and annotations from it, nothing else. */
export function templateMetadataErrors(metadata: ObjectMeta, path: string): FieldError[] {
  return [
    ...annotationsErrors(metadata.annotations, `${path}.annotations`),
    ...labelsErrors(metadata.labels, `${path}.labels`),
    ...OTHERS.filter(([field]) => asGiven(metadata, field) !== null).map(([field, told = field]) =>
      forbiddenField(`${path}.${told}`, 'cannot be set'),
    ),
  ];
}
