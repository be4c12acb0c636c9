import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

import { decodeProtobuf } from '../../src/embedded/wire/protobuf.ts';
import type { Target } from './target.ts';

/** A request as it goes out. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** A bearer token instead of the administrator's; '' for none. */
  readonly as?: string | undefined;
}

/** An answer as it came. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** JSON as a value, protobuf decoded, all else as text. */
  readonly body: unknown;
}

/** A watch as it came. */
export interface WatchAnswer extends HttpAnswer {
  readonly events: readonly unknown[];
  /** Who ended it. */
  readonly ended: 'server' | 'client';
}

/** Headers that clients act on. */
const HEADERS = [
  'content-type',
  'content-encoding',
  'warning',
  'location',
  'retry-after',
  'allow',
  'cache-control',
  'vary',
  'www-authenticate',
  'x-content-type-options',
];

/** The connections of this process: kept open, each certificate accepted. */
const agent = new Agent({ keepAlive: true, maxSockets: 64, rejectUnauthorized: false });

/** One request, one answer. Rejects when the connection breaks or the answer takes longer than the target's patience. */
export async function ask(target: Target, call: Call): Promise<HttpAnswer> {
  const response = await send(target, call);
  return { ...headOf(response), body: decoded(response, await readAll(response)) };
}

/** How a watch is followed. */
export interface WatchCall extends Call {
  /** So many events end it; undefined: only the server. */
  readonly count?: number | undefined;
  /** What happens while it is open. */
  readonly during: () => Promise<void>;
}

/** Opens a watch, does what is to be done meanwhile, collects the events. Ends by itself when no event came for the target's patience. */
export async function follow(target: Target, call: WatchCall): Promise<WatchAnswer> {
  const response = await send(target, call);
  if (response.statusCode !== 200) {
    const answer = { ...headOf(response), body: decoded(response, await readAll(response)) };
    await call.during();
    return { ...answer, events: [], ended: 'server' };
  }
  const events: unknown[] = [];
  const reading = collect(response, events);
  await call.during();
  const limit = performance.now() + Math.min(target.patienceMs, 10_000);
  const isOpen = async (ms: number): Promise<boolean> =>
    Promise.race([reading.then(() => false), pause(ms, true)]);
  while (events.length < (call.count ?? Infinity) && performance.now() < limit && (await isOpen(10)));
  // a moment longer, to see that no more events come
  const ended = (await isOpen(150)) ? 'client' : 'server';
  response.destroy();
  return { ...headOf(response), body: undefined, events, ended };
}

async function collect(response: IncomingMessage, events: unknown[]): Promise<void> {
  let rest = '';
  try {
    for await (const chunk of response) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      events.push(...lines.flatMap(comparable));
    }
  } catch {
    // the client ended it
  }
  if (rest.trim() !== '') events.push(rest);
}

/** A bookmark comes when the server likes; only the one that ends the initial events is promised, and its version is the moment's. */
function comparable(line: string): unknown[] {
  if (line.trim() === '') return [];
  if (!line.includes('"type":"BOOKMARK"')) return [JSON.parse(line)];
  return line.includes('k8s.io/initial-events-end')
    ? [JSON.parse(line.replaceAll(/"resourceVersion":"\d+"/g, '"resourceVersion":"1"'))]
    : [];
}

function send(target: Target, { method, path, headers = {}, body, as }: Call): Promise<IncomingMessage> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const token = as ?? target.token;
  const options: RequestOptions = {
    method,
    agent,
    headers: {
      'user-agent': 'parity/1',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...headers,
    },
    // the path goes out as it is written: URL would tidy it
    path,
    host: new URL(target.server).hostname,
    port: new URL(target.server).port,
  };
  return new Promise((resolve, reject) => {
    const call = request(options, resolve);
    call.on('error', reject);
    call.setTimeout(target.patienceMs, () => call.destroy(new Error(`no answer in ${target.patienceMs} ms`)));
    call.end(text);
  });
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function headOf(response: IncomingMessage): Pick<HttpAnswer, 'status' | 'headers'> {
  const headers: Record<string, readonly string[]> = {};
  for (const name of HEADERS) {
    const values = response.headersDistinct[name];
    if (values) headers[name] = values;
  }
  return { status: response.statusCode ?? 0, headers };
}

function decoded(response: IncomingMessage, raw: Buffer): unknown {
  const bytes = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const type = response.headers['content-type'] ?? '';
  if (type.includes('protobuf')) return protobufOf(bytes);
  const text = bytes.toString('utf8');
  // some JSON is called text/plain (/openapi/v3)
  if (!type.includes('json') && !text.startsWith('{')) return text;
  try {
    return JSON.parse(text);
  } catch {
    // said to be JSON and is not: shown as it is
    return text;
  }
}

function protobufOf(bytes: Buffer): unknown {
  try {
    return { protobuf: decodeProtobuf(bytes) };
  } catch (error) {
    // a kind without a recorded shape
    return `protobuf that cannot be read: ${String(error)}`;
  }
}
