import type { User } from '../api/caller.ts';
import { StatusError } from '../api/status.ts';
import { goQuote } from '../api/go-quote.ts';
import type { Attributes } from './contract.ts';

/**
 * 403: who asks may not (`ForbiddenStatusError`, apiserver/pkg/endpoints/handlers/responsewriters/errors.go). `reason` is the authorizer's,
 * often empty.
 */
export function notAllowed({ name: user }: User, attributes: Attributes, reason: string): StatusError {
  const who = `User ${goQuote(user)} cannot ${attributes.verb}`;
  const because = reason === '' ? '' : `: ${reason}`;
  if ('path' in attributes) {
    const message = `forbidden: ${sanitized(`${who} path ${goQuote(attributes.path)}`)}${because}`;
    return new StatusError(403, 'Forbidden', message, {});
  }
  const { group, resource, subresource = '', namespace, name = '' } = attributes;
  const path = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace ? `in the namespace ${goQuote(namespace)}` : 'at the cluster scope';
  const what = sanitized(`${who} resource ${goQuote(path)} in API group ${goQuote(group)} ${where}`);
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const subject = name === '' ? qualified : `${qualified} ${goQuote(name)}`;
  return new StatusError(403, 'Forbidden', `${subject} is forbidden: ${what}${because}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: resource,
  });
}

/** Nothing that a browser takes for HTML. */
function sanitized(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
