/**
 * Asks a real kube-apiserver (KUBEBUILDER_ASSETS) the questions of test/fixtures/embedded/*.jsonl and writes its answers down beside them,
 * dated with the version. Run it for a new Kubernetes version: node scripts/record-answers.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { findKind } from '../src/embedded/api/resource-info.ts';
import { startRealApiServer } from '../test/helpers/real-api-server.ts';

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** Where the objects that are patched live. */
const paths = new Map<string, string>();
const server = await startRealApiServer();
try {
  await record('decode', answerDecode);
  await record('patches', answerPatch);
  await record('writes', answerWrite);
} finally {
  await server.stop();
}

/** Each line but the first is `{ask, answer}`. */
async function record(name: string, answer: (ask: Ask) => Promise<object>): Promise<void> {
  const file = new URL(`../test/fixtures/embedded/${name}.jsonl`, import.meta.url);
  const [first = '{}', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { gitVersion } = (await call('GET', '/version')).body;
  const head: object = JSON.parse(first);
  const lines = [
    JSON.stringify({ ...head, version: gitVersion, recorded: new Date().toISOString().slice(0, 10) }),
  ];
  for (const row of rows) {
    const { ask }: { readonly ask: Ask } = JSON.parse(row);
    lines.push(JSON.stringify({ ask, answer: await answer(ask) }));
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** What the questions have; each kind of question has some of these. */
interface Ask {
  readonly plural: string;
  readonly type: string;
  readonly validation: string;
  readonly body: unknown;
  readonly object: string;
  readonly path?: string;
  readonly patch: unknown;
  readonly op: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly manager: string;
  readonly subresource?: string;
  readonly force?: boolean;
}

/** A body for a create: only what the decoder says of it. */
async function answerDecode({ plural, type, validation, body }: Ask): Promise<object> {
  const path = `/api/v1/namespaces/default/${plural}?dryRun=All&fieldValidation=${validation}`;
  const { status, body: answer, warnings } = await call('POST', path, String(body), type);
  return status === 400 ? { message: answer['message'] } : warnings.length > 0 ? { warnings } : {};
}

/** The object to patch (created here, answered as it is stored), or a patch of it: dry. */
async function answerPatch({ object, path, body, type, patch, validation }: Ask): Promise<object> {
  if (path !== undefined) {
    const created = await call('POST', path, JSON.stringify(body));
    paths.set(object, path);
    return created.body;
  }
  const target = `${paths.get(object) ?? ''}/pp?dryRun=All&fieldValidation=${validation}`;
  const { status, body: answer, warnings } = await call('PATCH', target, JSON.stringify(patch), TYPES[type]);
  if (status !== 200) return { status, body: short(answer) };
  return { status, ...(validation === 'Strict' ? { body: short(answer) } : { warnings }) };
}

/** Without what takes space and tells nothing: ownership, status, the whole object that an error quotes. */
function short(body: Readonly<Record<string, unknown>>): object {
  const text = JSON.stringify(body, (key, value: unknown) =>
    key === 'managedFields' || (key === 'status' && typeof value === 'object') ? undefined : value,
  );
  const kept: object = JSON.parse(text.replaceAll(/Invalid value: \\"\{.*?\}\\": /g, 'Invalid value: …: '));
  return kept;
}

/** A write of a sequence; `reset` is an update that sends `managedFields: []`. */
async function answerWrite(ask: Ask): Promise<object> {
  const info = findKind(ask.apiVersion, ask.kind);
  if (!info) throw new Error(`${ask.kind} is not served`);
  const root = ask.apiVersion === 'v1' ? '/api/v1' : `/apis/${ask.apiVersion}`;
  const path = `${root}${info.namespaced ? '/namespaces/default' : ''}/${info.plural}`;
  const one = `${path}/${ask.name}${ask.subresource ? `/${ask.subresource}` : ''}`;
  const query = `?fieldManager=${encodeURIComponent(ask.manager)}${ask.force ? '&force=true' : ''}`;
  const { status, body } = await write(ask, path, one, query);
  return { status, body };
}

async function write(ask: Ask, path: string, one: string, query: string): Promise<Answer> {
  const text = JSON.stringify(ask.body);
  if (ask.op === 'create') return call('POST', path + query, text);
  if (ask.op !== 'reset') return call('PATCH', one + query, text, TYPES[ask.op]);
  const { body } = await call('GET', one);
  const metadata = { ...Object(body['metadata']), managedFields: [] };
  return call('PUT', one + query, JSON.stringify({ ...body, ...Object(ask.body), metadata }));
}

async function call(method: string, path: string, body?: string, type = 'application/json'): Promise<Answer> {
  const response = await fetch(server.server + path, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });
  const answer: Readonly<Record<string, unknown>> = JSON.parse(await response.text());
  const warnings = [...(response.headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)];
  return {
    status: response.status,
    body: answer,
    warnings: warnings.map(([, text = '']) => text.replace(/\\(.)/g, '$1')),
  };
}
