import type { Requirement } from './requirement.ts';

/** A condition as `kubectl -l` takes it: `app=web`, `app in (a,b)`, `app notin (a)`, `app`, `!app`, `cores>4`. */
export function requirementText({ key, operator, values = [] }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values.join()}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values.join()}` : `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${values.join()}`;
    case 'Lt':
      return `${key}<${values.join()}`;
    default:
      return `${key} ${operator} (${values.join(',')})`;
  }
}
