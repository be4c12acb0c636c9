/** What is wrong with a translation, and where in it. */
export interface TextFault {
  readonly path: readonly (string | number)[];
  /** A sentence that names the key, e.g. `say[2] is missing`. */
  readonly message: string;
}

/**
 * Compares the texts of a translation with those they translate, key by key: what is missing, what is too much, what is no text, and
 * texts that speak of other variables (`${hold}`).
 */
export function textFaults(wanted: unknown, given: unknown, path: TextFault['path'] = []): TextFault[] {
  if (typeof wanted === 'string') return ofText(wanted, given, path);
  if (given === undefined) return [fault(path, 'is missing')];
  if (Array.isArray(wanted)) return ofList(wanted, given, path);
  if (!isMap(wanted)) return [];
  if (!isMap(given)) return [fault(path, 'must be a map')];
  const known = Object.keys(wanted).flatMap((key) => textFaults(wanted[key], given[key], [...path, key]));
  const extra = Object.keys(given)
    .filter((key) => !(key in wanted))
    .map((key) => fault([...path, key], 'is nothing that the step says'));
  return [...known, ...extra];
}

function ofList(wanted: readonly unknown[], given: unknown, path: TextFault['path']): TextFault[] {
  if (!Array.isArray(given)) return [fault(path, 'must be a list')];
  const extra = given
    .slice(wanted.length)
    .map((_, at) => fault([...path, wanted.length + at], 'is nothing that the step says'));
  return [...wanted.flatMap((each, at) => textFaults(each, given[at], [...path, at])), ...extra];
}

function ofText(wanted: string, given: unknown, path: TextFault['path']): TextFault[] {
  if (given === undefined || given === null || given === '') return [fault(path, 'is missing')];
  if (typeof given !== 'string') return [fault(path, `must be a text, not ${JSON.stringify(given)}`)];
  const [before, now] = [variablesIn(wanted), variablesIn(given)];
  return [
    ...[...before.difference(now)].map((name) => fault(path, `does not say ${name}`)),
    ...[...now.difference(before)].map((name) => fault(path, `says ${name}, which the original does not`)),
  ];
}

/** The `${…}` of a text, each once. */
function variablesIn(text: string): Set<string> {
  return new Set(text.match(/\$\{[^}]*\}/g) ?? []);
}

function fault(path: TextFault['path'], what: string): TextFault {
  return { path, message: `${keyOf(path)} ${what}` };
}

/** `quiz.alone.choices[1].why`; entries of lists are counted from 1. */
function keyOf(path: TextFault['path']): string {
  const key = path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${part}`)).join('');
  return key.replace(/^\./, '') || 'the text';
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
