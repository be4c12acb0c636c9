import { domainPrefixedPathErrors } from '../../kinds/common/domain-path.ts';
import { goQuote } from '../../api/go-quote.ts';

/** What is wrong with what a user is to have beside a name (`validateExtra`, filters/impersonation/mode.go); undefined when nothing is. */
export function whyNotExtra(extra: Readonly<Record<string, readonly string[]>>): string | undefined {
  for (const [key, values] of Object.entries(extra)) {
    const why = whyNotKey(key) ?? whyNotValues(values);
    if (why !== undefined) return `impersonating ${why}`;
  }
  return undefined;
}

function whyNotKey(key: string): string | undefined {
  if (key === '') return 'the empty string key in extra is not allowed';
  const errors = domainPrefixedPathErrors(key, 'extra.key').map(
    ({ field, message }) => `${field}: ${message}`,
  );
  if (errors.length > 0) {
    const text = errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
    return `an invalid key in extra is not allowed: ${text}`;
  }
  return key === key.toLowerCase()
    ? undefined
    : `a non-lowercase key in extra is not allowed: ${goQuote(key)}`;
}

function whyNotValues(values: readonly string[]): string | undefined {
  if (values.length === 0) return 'empty values in extra is not allowed';
  return values.includes('') ? 'the empty string value in extra is not allowed' : undefined;
}
