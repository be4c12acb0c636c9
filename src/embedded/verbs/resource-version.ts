import { invalid } from '../api/field-error.ts';
import { plainError } from './refusals.ts';

/**
 * A version that a client gave as a number; 0 for none (apiserver/pkg/storage/api_object_versioner.go `ParseResourceVersion`). Throws what
 * the real server throws: a plain 500.
 */
export function parseVersion(text: string | undefined): number {
  if (text === undefined || text === '' || text === '0') return 0;
  const wrong = versionError(text);
  if (wrong !== undefined) throw plainError(wrong);
  return Number(text);
}

/** What is wrong with a version, in the server's words. */
export function versionError(text: string): string | undefined {
  if (/^\d+$/.test(text)) return undefined;
  const { field, message } = invalid('resourceVersion', text, notANumber(text));
  return `${field}: ${message}`;
}

/** Go's words for a text that is no unsigned integer. */
export function notANumber(text: string): string {
  return `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
}
