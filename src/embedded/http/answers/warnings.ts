import type { Answer } from './answer.ts';

/** All warnings of an answer together. */
const MAX_TOTAL = 4096;
/** One of them, once there are too many. */
const MAX_EACH = 256;

/** The header of an answer with these warnings; without any, none. */
export function warningHeader(warnings: readonly string[]): Answer['headers'] {
  const values = warningHeaders(warnings);
  return values.length === 0 ? {} : { Warning: values };
}

/** Warnings as the values of `Warning` headers, each once (apiserver/pkg/endpoints/filters/warning.go). */
export function warningHeaders(warnings: readonly string[]): string[] {
  // what would break the header is left out (`NewWarningHeader`, apimachinery/pkg/util/net/http.go)
  const texts = [...new Set(warnings)].filter((text) => text !== '' && !/\p{Cc}/u.test(text));
  const isLong = texts.reduce((sum, text) => sum + length(text), 0) > MAX_TOTAL;
  if (!isLong) return texts.map(headerOf);
  let total = 0;
  return texts.flatMap((text) => {
    if (total >= MAX_TOTAL) return [];
    const short = Array.from(text).slice(0, MAX_EACH).join('');
    total += length(short);
    return [headerOf(short)];
  });
}

function length(text: string): number {
  return Array.from(text).length;
}

/** HTTP's headers are bytes: UTF-8 goes through as such. */
function headerOf(text: string): string {
  const quoted = text.replaceAll(/["\\]/g, String.raw`\$&`);
  return `299 - "${Buffer.from(quoted).toString('latin1')}"`;
}
