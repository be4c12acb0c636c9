import { FIELD, recursiveDifference, type FieldSet } from './field-set.ts';

/** What an endpoint does not let its callers own, as it takes it back (GetResetFields in pkg/registry/<group>/<kind>/strategy.go). */
export function ownable(set: FieldSet, kind: string, subresource: string): FieldSet {
  if (subresource === 'ephemeralcontainers') return intersectionWithInside(set, EPHEMERAL);
  if (subresource === 'resize') return resizable(set);
  const reset = RESET[`${kind}/${subresource}`] ?? RESET[subresource];
  return reset ? recursiveDifference(set, reset) : set;
}

const STATUS: FieldSet = { 'f:status': FIELD };
const SPEC: FieldSet = { 'f:spec': FIELD };
const SPEC_AND_METADATA: FieldSet = { 'f:metadata': FIELD, 'f:spec': FIELD };

/** By subresource, and where a kind is stricter by both. Kinds without a status lose nothing. */
const RESET: Readonly<Record<string, FieldSet>> = {
  '': STATUS,
  finalize: STATUS,
  status: SPEC,
  'Deployment/status': { 'f:metadata': { 'f:labels': FIELD }, 'f:spec': FIELD },
  'Pod/status': {
    'f:metadata': { 'f:deletionTimestamp': FIELD, 'f:ownerReferences': FIELD },
    'f:spec': FIELD,
  },
  'ResourceClaim/status': SPEC_AND_METADATA,
  'VolumeAttachment/status': SPEC_AND_METADATA,
  'CSINode/status': SPEC_AND_METADATA,
  // nothing is taken back of what is asked and never stored
  ...Object.fromEntries(
    ['', 'Local', 'Self'].map((which): [string, FieldSet] => [`${which}SubjectAccessReview/`, FIELD]),
  ),
  'SelfSubjectRulesReview/': FIELD,
  'SelfSubjectReview/': FIELD,
  'TokenReview/': FIELD,
};

const EPHEMERAL = 'f:ephemeralContainers';

function intersectionWithInside(set: FieldSet, element: string): FieldSet {
  const found = set['f:spec']?.[element];
  return found ? { 'f:spec': { [element]: found } } : FIELD;
}

/** Of a resize only resources and their policies, of any container. */
function resizable(set: FieldSet): FieldSet {
  const spec: Record<string, FieldSet> = {};
  for (const list of ['f:containers', 'f:initContainers']) {
    const containers: Record<string, FieldSet> = {};
    for (const [element, container] of Object.entries(set['f:spec']?.[list] ?? FIELD)) {
      const kept = Object.fromEntries(Object.entries(container).filter(([field]) => RESIZED.has(field)));
      if (Object.keys(kept).length > 0) containers[element] = kept;
    }
    if (Object.keys(containers).length > 0) spec[list] = containers;
  }
  return Object.keys(spec).length > 0 ? { 'f:spec': spec } : FIELD;
}

const RESIZED: ReadonlySet<string> = new Set(['f:resources', 'f:resizePolicy']);
