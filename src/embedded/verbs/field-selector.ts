import type { ResourceInfo } from '../api/resource-info.ts';
import { badRequest } from '../api/status.ts';
import { fieldOfLabel } from './field-labels.ts';

/** One condition on a field. */
export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/**
 * Reads a field selector (apimachinery/pkg/fields/selector.go `ParseSelector`): none for the empty one. The fields are still as the client
 * calls them. Throws `StatusError` 400 with its words.
 */
export function parseFieldSelector(selector: string): FieldTerm[] {
  const parts = splitTerms(selector)
    .toSorted()
    .filter((part) => part !== '');
  return parts.map((part) => termOf(part, selector));
}

/** The same terms on fields as the kind calls them. Throws `StatusError` 400 for a field that the kind does not let clients select by. */
export function resolveFields(terms: readonly FieldTerm[], info: ResourceInfo): FieldTerm[] {
  return terms.map(({ field: label, ...rest }) => {
    const found = fieldOfLabel(info, label);
    if ('refusal' in found) throw badRequest(found.refusal);
    return { field: found.field, ...rest };
  });
}

/** Whether an object with these fields fulfils all terms; a field that is not there is empty. */
export function fieldsMatch(terms: readonly FieldTerm[], fields: Readonly<Record<string, string>>): boolean {
  return terms.every(({ field, value, equal }) => ((fields[field] ?? '') === value) === equal);
}

/** The one value that the terms allow a field to have (`RequiresExactMatch`). */
export function exactValue(terms: readonly FieldTerm[], field: string): string | undefined {
  return terms.find((term) => term.equal && term.field === field)?.value;
}

/** At commas; one behind a backslash is data. */
function splitTerms(selector: string): string[] {
  const terms: string[] = [];
  let term = '';
  let escaped = false;
  for (const character of selector) {
    if (character === ',' && !escaped) {
      terms.push(term);
      term = '';
    } else term += character;
    escaped = character === '\\' && !escaped;
  }
  return [...terms, term];
}

function termOf(part: string, selector: string): FieldTerm {
  const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
  if (!match) throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
  const [, field = '', operator, value = ''] = match;
  return { field, value: unescaped(value), equal: operator !== '!=' };
}

function unescaped(value: string): string {
  let text = '';
  let escaped = false;
  for (const character of value) {
    if (escaped) {
      if (!'\\,='.includes(character)) throw badEscape(character);
      text += character;
      escaped = false;
    } else if (character === '\\') escaped = true;
    else if (character === ',' || character === '=') {
      const code = String(character.codePointAt(0));
      throw badRequest(`invalid field selector: unescaped character in value: ${code}`);
    } else text += character;
  }
  if (escaped) throw badEscape('');
  return text;
}

function badEscape(character: string) {
  return badRequest(`invalid field selector: invalid escape sequence: \\${character}`);
}
