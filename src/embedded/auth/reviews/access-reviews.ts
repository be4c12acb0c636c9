import type { User } from '../../api/caller.ts';
import { invalid, invalidObject, type FieldError } from '../../api/field-error.ts';
import { typed, type StoredObject } from '../../api/stored-object.ts';
import type {
  LocalSubjectAccessReview,
  NonResourceAttributes,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '../../data/types.ts';
import type { VirtualCreate } from '../../api/verbs.ts';
import type { Authorizer } from '../contract.ts';
import { attributesAsked } from './access-attributes.ts';
import { evaluationError, selectorErrors, type SelectorReaders } from './selectors.ts';

/** What reviews of access are answered with. */
export interface ReviewParts {
  readonly authorizer: Authorizer;
  readonly readers: SelectorReaders;
}

/** May somebody do something (pkg/registry/authorization/subjectaccessreview). */
export function subjectAccessReview(parts: ReviewParts): VirtualCreate {
  return (_target, object) => {
    const { spec, ...review } = typed<SubjectAccessReview>(object);
    refuse([
      ...specErrors(spec),
      ...subjectErrors(spec),
      ...selectorErrors(spec.resourceAttributes),
      ...metadataErrors(object, false),
    ]);
    return {
      ...review,
      spec,
      status: statusFor(parts, userIn(spec), spec),
    };
  };
}

/** The same, asked by who may ask about one namespace only. */
export function localSubjectAccessReview(parts: ReviewParts): VirtualCreate {
  return (_target, object) => {
    const { spec, ...review } = typed<LocalSubjectAccessReview>(object);
    refuse([
      ...specErrors(spec),
      ...subjectErrors(spec),
      ...selectorErrors(spec.resourceAttributes),
      ...metadataErrors(object, true),
      ...localErrors(spec, object.metadata.namespace ?? ''),
    ]);
    return {
      ...review,
      spec,
      status: statusFor(parts, userIn(spec), spec),
    };
  };
}

/** May I do something. */
export function selfSubjectAccessReview(parts: ReviewParts): VirtualCreate {
  return (_target, object, { user }) => {
    const { spec, ...review } = typed<SelfSubjectAccessReview>(object);
    refuse([
      ...specErrors(spec),
      ...selectorErrors(spec.resourceAttributes),
      ...metadataErrors(object, false),
    ]);
    return {
      ...review,
      spec,
      status: statusFor(parts, user, spec),
    };
  };
}

type Asked = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

function statusFor({ authorizer, readers }: ReviewParts, user: User, spec: Asked): SubjectAccessReviewStatus {
  const asked = attributesAsked(spec.resourceAttributes, spec.nonResourceAttributes);
  const { allowed, reason } = authorizer.authorize(user, asked);
  const error = evaluationError(spec.resourceAttributes, readers);
  return {
    allowed,
    ...(reason === '' ? {} : { reason }),
    ...(error === '' ? {} : { evaluationError: error }),
  };
}

function userIn({ user: name = '', groups = [], uid, extra }: SubjectAccessReviewSpec): User {
  return { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra ? { extra } : {}) };
}

/** pkg/apis/authorization/validation. */
function specErrors({ resourceAttributes, nonResourceAttributes }: Asked): FieldError[] {
  if ((resourceAttributes === undefined) !== (nonResourceAttributes === undefined)) return [];
  const shown = nonResourceAttributes ? pathShown(nonResourceAttributes) : null;
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [invalid('spec', shown, why)];
}

/** By the names of Go's internal type. */
function pathShown({ path = '', verb = '' }: NonResourceAttributes): object {
  return { Path: path, Verb: verb };
}

function subjectErrors({ user = '', groups = [] }: SubjectAccessReviewSpec): FieldError[] {
  if (user !== '' || groups.length > 0) return [];
  return [invalid('spec.user', user, 'at least one of user or group must be specified')];
}

function metadataErrors({ metadata }: StoredObject, mayHaveNamespace: boolean): FieldError[] {
  const { managedFields: _, namespace, ...rest } = metadata;
  const others = mayHaveNamespace || !namespace ? rest : { ...rest, namespace };
  if (Object.keys(others).length === 0) return [];
  const why = mayHaveNamespace ? 'must be empty except for namespace' : 'must be empty';
  return [invalid('metadata', metadata, why)];
}

function localErrors(spec: Asked, namespace: string): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  const asked = resourceAttributes?.namespace ?? '';
  return [
    ...(resourceAttributes && asked !== namespace
      ? [invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')]
      : []),
    ...(nonResourceAttributes
      ? [
          invalid(
            'spec.nonResourceAttributes',
            pathShown(nonResourceAttributes),
            'disallowed on this kind of request',
          ),
        ]
      : []),
  ];
}

function refuse(errors: readonly FieldError[]): void {
  // the kind is lost on the server's way to these words, too
  if (errors.length > 0) throw invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
}
