import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ask, follow, type HttpAnswer } from './http-client.ts';
import { runKubectl, words } from './kubectl.ts';
import { normalise, normaliseLines } from './normalise.ts';
import {
  at,
  stepName,
  until,
  type Area,
  type KubectlStep,
  type RequestStep,
  type Sequence,
  type Step,
  type WaitStep,
  type WatchStep,
} from './sequence.ts';
import type { Target } from './target.ts';

/** What one step brought, normalised: JSON that can be stored and compared. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers by `area/sequence: step`, in the order of the sequences. */
export type Answers = Map<string, Answer>;

/** A command that prints nothing is given so long until it waits for what is to happen. */
const QUIET_MS = 2000;

/** Which sequences run and how many at a time. */
export interface RunOptions {
  readonly parallel?: number;
  /** Only sequences with such a name (`area/sequence`). */
  readonly wanted?: (name: string) => boolean;
  readonly progress?: (line: string) => void;
}

/** A sequence that is running. */
interface World {
  readonly target: Target;
  readonly folder: string;
  readonly name: string;
  readonly variables: Map<string, string>;
  readonly answers: Answers;
  /** Waits that were in vain: after the first one the others wait shortly. */
  vain: number;
}

/** Runs the sequences of the areas against one server. What goes wrong is an answer as well (`trouble`). */
export async function runAreas(
  target: Target,
  areas: readonly Area[],
  { parallel = 6, wanted = () => true, progress = () => undefined }: RunOptions = {},
): Promise<Answers> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-run-'));
  const all = areas.flatMap(({ area, sequences }) =>
    sequences.map((sequence) => ({ name: `${area}/${sequence.name}`, sequence })),
  );
  const queue = all.filter(({ name }) => wanted(name));
  const results = new Map<string, Answers>();
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const begun = performance.now();
      results.set(next.name, await runSequence(target, folder, next.name, next.sequence));
      progress(`${next.name} ${Math.round(performance.now() - begun)} ms`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  await rm(folder, { recursive: true, force: true });
  return new Map(all.flatMap(({ name }) => [...(results.get(name) ?? [])]));
}

async function runSequence(
  target: Target,
  folder: string,
  name: string,
  sequence: Sequence,
): Promise<Answers> {
  const namespace = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const variables = new Map([
    ['ns', namespace],
    ['now', now],
  ]);
  const world: World = { target, folder, name, variables, answers: new Map(), vain: 0 };
  await prepare(world, namespace);
  await take(world, sequence.steps);
  await clean(target, namespace);
  return world.answers;
}

/** A namespace as a cluster has it once its controllers saw it. */
async function prepare(world: World, namespace: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  try {
    await ask(world.target, { method: 'POST', path: '/api/v1/namespaces', body });
  } catch {
    // the answers of the steps will tell
  }
  for (const path of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']) {
    const wait = until(`/api/v1/namespaces/<ns>/${path}`, path, (_body, status) => status === 200);
    await waitFor(world, wait);
  }
}

async function clean(target: Target, namespace: string): Promise<void> {
  try {
    const nodes = `/api/v1/nodes?labelSelector=parity%3D${namespace}`;
    await ask(target, { method: 'DELETE', path: nodes });
    await ask(target, { method: 'DELETE', path: `/api/v1/namespaces/${namespace}` });
  } catch {
    // the answers of the steps told
  }
}

async function take(world: World, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'wait') {
      await waitFor(world, step);
      continue;
    }
    const id = idOf(world, step);
    // the place is kept: steps that run during a watch come after it
    world.answers.set(id, {});
    world.answers.set(id, asStored(await answerOf(world, step)));
  }
}

/** As it comes back from a recording: without what is undefined. */
function asStored(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer));
}

function idOf({ name, answers }: World, step: Exclude<Step, WaitStep>): string {
  const id = `${name}: ${stepName(step)}`;
  let unique = id;
  for (let count = 2; answers.has(unique); count++) unique = `${id} (${count})`;
  return unique;
}

async function answerOf(world: World, step: Exclude<Step, WaitStep>): Promise<Answer> {
  try {
    if (step.kind === 'request') return await requestAnswer(world, step);
    if (step.kind === 'watch') return await watchAnswer(world, step);
    return await kubectlAnswer(world, step);
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

async function requestAnswer(world: World, raw: RequestStep): Promise<Answer> {
  const { capture = {}, only } = raw;
  const answer = await ask(world.target, filled(raw, world.variables));
  for (const [name, place] of Object.entries(capture)) {
    const value = at(answer.body, place);
    if (typeof value === 'string') world.variables.set(name, value);
  }
  return shown(world, only ? { ...answer, body: only(answer.body) } : answer);
}

function shown({ variables }: World, { status, headers, body }: HttpAnswer): Answer {
  const text = typeof body === 'string' ? normaliseLines(body, variables) : normalise(body, variables);
  return { status, headers: normalise(headers, variables), body: text };
}

async function watchAnswer(world: World, raw: WatchStep): Promise<Answer> {
  const { path, headers, as } = filled(raw, world.variables);
  const during = async (): Promise<void> => take(world, raw.during);
  const answer = await follow(world.target, { method: 'GET', path, headers, as, count: raw.count, during });
  const { ended, events } = answer;
  const head = shown(world, answer);
  if (answer.status !== 200) return head;
  const { status, headers: sent } = head;
  const seen = normalise(events, world.variables);
  return { status, headers: sent, ended, events: seen, ascending: ascending(events) };
}

/** Whether each event's version is higher than the one before: the promise that informers live by. */
function ascending(events: readonly unknown[]): boolean {
  const versions = events.map((event) => Number(at(event, 'object.metadata.resourceVersion') ?? 0));
  return versions.every((version, index) => version >= (versions[index - 1] ?? 0));
}

async function kubectlAnswer(world: World, raw: KubectlStep): Promise<Answer> {
  const step = filled(raw, world.variables);
  const namespace = world.variables.get('ns') ?? '';
  const { promise: begun, resolve: printed } = Promise.withResolvers<void>();
  const call = { ...step, args: words(step.line), namespace, printed };
  const running = runKubectl(world.target, world.folder, call);
  if (raw.during) {
    await Promise.race([begun, pause(QUIET_MS)]);
    await take(world, raw.during);
  }
  const { exitCode, stdout, stderr } = await running;
  const lines = normaliseLines(stdout, world.variables);
  return {
    exitCode,
    stdout: raw.only ? raw.only(lines) : lines,
    stderr: normaliseLines(stderr, world.variables),
  };
}

async function waitFor(world: World, wait: WaitStep): Promise<void> {
  const { path, what, as } = filled(wait, world.variables);
  const end = performance.now() + (world.vain > 0 ? 300 : world.target.patienceMs);
  do {
    try {
      const { body, status } = await ask(world.target, { method: 'GET', path, as });
      if (wait.until(body, status)) return;
    } catch {
      // asked again until the patience ends
    }
    await pause(25);
  } while (performance.now() < end);
  world.vain++;
  world.answers.set(`${world.name}: wait ${world.vain}`, { trouble: `it never came true that ${what}` });
}

/** The step with its variables filled in. */
function filled<T>(step: T, variables: ReadonlyMap<string, string>): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same shape with other strings
  return fill(step, variables) as T;
}

function fill(value: unknown, variables: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/<(\w+)>/g, (all, name: string) => variables.get(name) ?? all);
  }
  if (Array.isArray(value)) return value.map((inner) => fill(inner, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      String(fill(key, variables)),
      key === 'during' ? inner : fill(inner, variables),
    ]),
  );
}
