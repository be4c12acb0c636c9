/** What a sequence knows by name: captured uids, versions and tokens. */
export type Variables = ReadonlyMap<string, string>;

/** Kubernetes' alphabet for random names and hashes (apimachinery/pkg/util/rand): no vowels, no 0, 1 and 3. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';

/** Ages of what was just made (seconds) or long ago (days); not 500m, which is a share of a CPU. */
const AGE = String.raw`(?:\d+y\d+d|\d+y|\d+d\d+h|\d{1,4}d|\d+h\d+m|\d+h|\d{1,2}m\d{1,2}s|\d{1,3}s)`;

type Rule = readonly [RegExp, string | ((...found: string[]) => string)];

/** What differs between two runs of the same server, and what stands for it. In this order. */
const RULES: readonly Rule[] = [
  [/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n?/g, '<certificate>'],
  [/LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g, '<certificate in base64>'],
  [/eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/g, (_all, claims = '') => `<token ${claimsOf(claims)}>`],
  [
    /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?Z/g,
    (_all, part?: string) => (part ? '<microtime>' : '<time>'),
  ],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4}(?: [A-Z]{3,4}|)(?: m=[+-][\d.]+)?/g, '<time>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|[A-Z]{3})/g, '<date>'],
  [/\b(?:127\.0\.0\.1|localhost|\[::1\]):\d+/g, '<server>'],
  [/\.[0-9a-f]{15,16}\b/g, '.<event>'],
  [/(resourceVersion\\*"?: ?\\*")\d+/g, '$1<version>'],
  [/(Resource Version: +)\d+/g, '$1<version>'],
  [/(nodePort: )\d+/g, '$1<node-port>'],
  [/(ResourceVersion in (?:the precondition|record) \()\d+/g, '$1<version>'],
  [/(ResourceVersion in object meta: )\d+/g, '$1<version>'],
  [/(resource version: )\d+ \(\d+\)/gi, '$1<version> (<version>)'],
  [/(, current: )\d+/g, '$1<version>'],
  [/(Expected resource version to be \d+, was )\d+/g, '$1<version>'],
  // the numbers in them may look like hashes
  [/(?:\/tmp\/[^\s]*?)?\/(LIVE|MERGED)-\d+/g, '/<$1>'],
  [/\/tmp\/\S*?kubectl-\w+\//g, '<folder>/'],
  [/kubectl-edit-\d+/g, 'kubectl-edit-<random>'],
  [/((?:pod-template-hash|controller-revision-hash)(?:"?: "?|=))[a-z0-9]+/g, '$1<hash>'],
  [new RegExp(String.raw`(?<=\w)-${SAFE}{6,10}(?![\w])`, 'g'), '-<hash>'],
  [new RegExp(String.raw`(?<=[\w>])([-_])${SAFE}{5}(?![\w])`, 'g'), '$1<random>'],
  [/\b10\.96\.\d+\.\d+\b/g, '<cluster-ip>'],
  [/\b(?:3[0-2]\d{3})(?=\/(?:TCP|UDP|SCTP))/g, '<node-port>'],
  [/\b0xc[0-9a-f]{9}\b/g, '<address>'],
];

/** Times that pass, as kubectl and tables print them; after `=` and `for` it is somebody's setting. */
const PASSING = new RegExp(String.raw`(?<![\w=.:/-]|for )${AGE}(?![\w.-])`, 'g');

const PRINTED: readonly Rule[] = [
  [PASSING, '<age>'],
  [/<invalid>/g, '<age>'],
  [/ \(x\d+ over <age>\)/g, ''],
  [/^[EIW]\d{4} [\d:.]+\s+\d+ /g, '<klog> '],
  [/(?<=\S)\s{2,}/g, '  '],
  [/\s+$/g, ''],
];

/**
 * When its own timeout ends a watch over HTTP/1.1, kubectl logs that now and then, whoever serves it: two of twelve times with the real server
 * and DISABLE_HTTP2=1.
 */
const RACE = /^<klog> reflector\.go:\d+\] "(?:Warning: watch ended with error|Failed to watch)"/;

/** A value of an answer with everything replaced that no two runs share; equal values get equal names within the answer. */
export function normalise(value: unknown, variables: Variables): unknown {
  return walk(value, '', naming(variables));
}

/** The same for what a program prints: lines, with columns two spaces apart. */
export function normaliseLines(text: string, variables: Variables): string[] {
  const name = naming(variables);
  const lines = text.split('\n').map((line) => replaced(name(line), PRINTED));
  if (lines.at(-1) === '') lines.pop();
  return lines.filter((line) => !RACE.test(line));
}

type Naming = (text: string) => string;

const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

function naming(variables: Variables): Naming {
  const uids = new Map<string, string>();
  // the namespace is the same in every run and stays
  const known = [...variables].filter(([key, value]) => value.length >= 16 && key !== 'ns' && key !== 'now');
  return (text) => {
    let named = text;
    for (const [name, value] of known) named = named.replaceAll(value, `<${name}>`);
    named = named.replaceAll(UID, (uid) => {
      const found = uids.get(uid) ?? `<uid ${uids.size + 1}>`;
      uids.set(uid, found);
      return found;
    });
    if (/^\d+$/.test(named)) return [...variables].find(([, value]) => value === named)?.[0] ?? named;
    return replaced(named, RULES);
  };
}

function replaced(text: string, rules: readonly Rule[]): string {
  let done = text;
  for (const [pattern, by] of rules) {
    // the two forms of replaceAll are one to the language and two to the types
    done = typeof by === 'string' ? done.replaceAll(pattern, by) : done.replaceAll(pattern, by);
  }
  return done;
}

/** What a token says, with its times and identities left out. */
function claimsOf(part: string): string {
  const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
  return JSON.stringify(claims)
    .replaceAll(/"(exp|iat|nbf|warnafter)":\d+/g, '"$1":"<time>"')
    .replaceAll(UID, '<uid>');
}

function walk(value: unknown, key: string, name: Naming): unknown {
  if (typeof value === 'string') return textOf(value, key, name);
  if (typeof value === 'number') return /^(nodePort|healthCheckNodePort)$/.test(key) ? '<node-port>' : value;
  if (Array.isArray(value)) return listOf(value, key, name);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(prepared(value)).map(([field, inner]) => [name(field), walk(inner, field, name)]),
  );
}

/** A list's version moves with everything that happens in the cluster, and a name that the server made is not to be known. */
function prepared(value: object): object {
  if ('metadata' in value && ('items' in value || 'rows' in value)) {
    const metadata = Object(value.metadata);
    return {
      ...value,
      metadata: { ...metadata, ...('resourceVersion' in metadata ? { resourceVersion: '1' } : {}) },
    };
  }
  if (!('generateName' in value) || !('name' in value) || typeof value.name !== 'string') return value;
  // apiserver/pkg/storage/names: at most 58 characters and five random ones
  if (value.name.slice(0, -5) !== String(value.generateName).slice(0, 58)) return value;
  return { ...value, name: `${value.name.slice(0, -5)}<random>` };
}

function textOf(text: string, key: string, name: Naming): string {
  if (key === 'resourceVersion') return versionOf(text, name);
  if (key === 'serverAddress') return '<server>';
  if (key === 'continue' && text !== '') return '<continue>';
  if (/^(pod-template-hash|controller-revision-hash)$/.test(key)) return name(`x-${text}`).replace(/^x-/, '');
  if (key === 'cells')
    return replaced(name(text), [
      [PASSING, '<age>'],
      [/ \(x\d+ over <age>\)/g, ''],
    ]);
  return name(text);
}

/** A version that a sequence captured keeps its name, so that a change of it and none are told apart. */
function versionOf(text: string, name: Naming): string {
  const named = name(text);
  if (named !== text) return `<${named}>`;
  return /^[1-9]\d*$/.test(text) ? '<version>' : text;
}

function listOf(list: readonly unknown[], key: string, name: Naming): unknown[] {
  const walked = list.map((inner) => walk(inner, key, name));
  // entries of one operation are in the order of their seconds, which may or may not be the same second
  if (key === 'managedFields') return walked.toSorted(byManager);
  // Go walks over the managers of a conflict in the order of its hashes
  return key === 'causes' && JSON.stringify(walked).includes('FieldManagerConflict')
    ? walked.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : walked;
}

function byManager(left: unknown, right: unknown): number {
  const [a, b] = [rank(left), rank(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(entry: unknown): string {
  const { operation = '', manager = '', subresource = '' } = Object(entry);
  return [operation, manager, subresource].map(String).join(' ');
}
