import { forbiddenField, invalidObject, notSupported, type FieldError } from '../api/field-error.ts';
import type { ListParams, WatchParams } from '../api/verbs.ts';

const MATCH = 'resourceVersionMatch';
const NOT_OLDER = 'NotOlderThan';
const KIND = { group: 'meta.k8s.io', kind: 'ListOptions' };

/** Throws `StatusError` 422 for parameters that do not go together (apimachinery/pkg/apis/meta/internalversion/validation). */
export function checkListOptions(params: ListParams): void {
  const errors = (params.resourceVersionMatch ?? '') === '' ? [] : matchErrors(params);
  if (params.sendInitialEvents !== undefined) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  refuse(errors);
}

function matchErrors(params: ListParams): FieldError[] {
  const { resourceVersion = '', resourceVersionMatch: match = '' } = params;
  const errors: FieldError[] = [];
  if (resourceVersion === '') {
    errors.push(
      forbiddenField(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
    );
  }
  if (params.continue) {
    errors.push(forbiddenField(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  if (match !== 'Exact' && match !== NOT_OLDER) {
    errors.push(notSupported(MATCH, match, ['Exact', NOT_OLDER, '']));
  }
  if (match === 'Exact' && resourceVersion === '0') {
    errors.push(forbiddenField(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return errors;
}

/** The same for a watch. */
export function checkWatchOptions({
  sendInitialEvents,
  resourceVersion = '',
  resourceVersionMatch: match = '',
  continue: token = '',
}: WatchParams): void {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== NOT_OLDER) {
    const detail = `sendInitialEvents requires setting resourceVersionMatch to ${NOT_OLDER}`;
    errors.push(forbiddenField(MATCH, detail));
  }
  if (match !== '' && sendInitialEvents === undefined) {
    const detail = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    errors.push(forbiddenField(MATCH, detail));
  }
  if (match !== '' && match !== NOT_OLDER) errors.push(notSupported(MATCH, match, [NOT_OLDER]));
  // a watch from the beginning gets a match by itself (`SetListOptionsDefaults`)
  const hasMatch = match !== '' || (sendInitialEvents === undefined && ['', '0'].includes(resourceVersion));
  if (token !== '' && hasMatch) {
    errors.push(forbiddenField(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  refuse(errors);
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(KIND, '', errors);
}
