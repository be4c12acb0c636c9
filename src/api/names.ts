/**
 * The name rules of apimachinery/pkg/util/validation and pkg/api/validate/content (kube.go, dns.go, path.go): each returns the server's
 * sentences for what is wrong, none when the name is fine. The former count characters where the latter count bytes: it is the same number.
 */

const DNS1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;

const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const CHARACTERS = 'characters';

const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const QUALIFIED_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const CONFIG_KEY_WORDS = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** At most 63 characters. */
export function dns1123LabelErrors(name: string): string[] {
  const dots = new RegExp(`^${DNS1123_SUBDOMAIN}$`).test(name) && name.includes('.');
  if (dots) return [...lengthErrors(name, 63, CHARACTERS), 'must not contain dots'];
  return checked(name, DNS1123_LABEL, 63, LABEL_WORDS, ['my-name', '123-abc'], CHARACTERS);
}

/** At most 253 characters: the rule for most names. */
export function dns1123SubdomainErrors(name: string): string[] {
  return checked(name, DNS1123_SUBDOMAIN, 253, SUBDOMAIN_WORDS, ['example.com'], CHARACTERS);
}

/** At most 63 characters, begins with a letter: services. */
export function dns1035LabelErrors(name: string): string[] {
  return checked(name, DNS1035_LABEL, 63, DNS1035_WORDS, ['my-name', 'abc-123'], CHARACTERS);
}

/** The key of a config map or a secret: at most 253 characters, no way out of a folder (`IsConfigMapKey`). */
export function configKeyErrors(key: string): string[] {
  return [
    ...checked(key, CONFIG_KEY, 253, CONFIG_KEY_WORDS, ['key.name', 'KEY_NAME', 'key-name'], CHARACTERS),
    ...(key === '.' || key === '..' ? [`must not be '${key}'`] : []),
    ...(key !== '..' && key.startsWith('..') ? ["must not start with '..'"] : []),
  ];
}

/** A label's value: at most 63 bytes, may be empty. */
export function labelValueErrors(value: string): string[] {
  return checked(value, LABEL_VALUE, 63, LABEL_VALUE_WORDS, ['MyValue', 'my_value', '12345']);
}

/** A label's key: `name` or `prefix/name`. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split('/');
  const examples = ['MyName', 'my.name', '123-abc'];
  if (parts.length > 2) {
    const words = withExamples(QUALIFIED_WORDS, QUALIFIED_NAME, examples);
    return [
      `a valid label key ${words} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const [prefix, name = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  const prefixErrors =
    prefix === undefined
      ? []
      : prefix === ''
        ? ['prefix part must be non-empty']
        : checked(prefix, DNS1123_SUBDOMAIN, 253, SUBDOMAIN_WORDS, ['example.com']).map(
            (words) => `prefix part ${words}`,
          );
  if (name === '') {
    const words = withExamples(QUALIFIED_WORDS, QUALIFIED_NAME, examples);
    return [...prefixErrors, 'name part must be non-empty', `name part ${words}`];
  }
  return [
    ...prefixErrors,
    ...checked(name, QUALIFIED_NAME, 63, QUALIFIED_WORDS, examples).map((words) => `name part ${words}`),
  ];
}

/** What may stand in a URL: the rule for RBAC names. */
export function pathSegmentErrors(name: string, prefix: boolean): string[] {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  return ['/', '%'].filter((bad) => name.includes(bad)).map((bad) => `may not contain '${bad}'`);
}

/** The rule that is given where a generated name will get five more characters: a trailing dash is then fine (maskTrailingDash). */
export function forPrefix(rule: (name: string) => string[]): (name: string, prefix: boolean) => string[] {
  return (name, prefix) =>
    rule(prefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);
}

function checked(
  value: string,
  pattern: string,
  max: number,
  words: string,
  examples: readonly string[],
  unit = 'bytes',
): string[] {
  const tooLong = lengthErrors(value, max, unit);
  const matches = new RegExp(`^${pattern}$`).test(value);
  return matches ? tooLong : [...tooLong, withExamples(words, pattern, examples)];
}

function lengthErrors(value: string, max: number, unit: string): string[] {
  return Buffer.byteLength(value) > max ? [`must be no more than ${String(max)} ${unit}`] : [];
}

/** `RegexError` of apimachinery/pkg/api/validate/content. */
function withExamples(words: string, pattern: string, examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${words} (e.g. ${list}regex used for validation is '${pattern}')`;
}
