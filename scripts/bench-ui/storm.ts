import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pod } from '../../src/api/types.ts';
import { NodeState } from '../../src/scheduler/framework/node-state.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import type { NodeInfo } from '../../src/scheduler/framework/node-info.ts';
import type { Waiting } from '../../src/scheduler/queued-pod.ts';
import { FactsReader } from '../../src/view/facts.ts';
import { startStory } from '../../src/view/story.ts';
import { node, pod } from '../../test/helpers/builders.ts';
import { ABOUT, boundEvent } from '../../test/helpers/models.ts';
import { NO_ACTIONS } from '../../test/helpers/no-actions.ts';
import { loadTsx } from '../../test/helpers/tsx.ts';
import { print, quantile } from '../measure.ts';

const STORM = { nodes: 5_000, waiting: 50_000, perSecond: 1_000 };
const EVERY_MS = 5;

/** A screen under the load that the issue names, with a person who presses keys all the while. */
export async function storm(seconds: number): Promise<void> {
  loadTsx();
  const { openScreen } = await import('../../src/tui/open-screen.ts');
  const stdin = terminalOf(new PassThrough());
  const stdout = terminalOf(new PassThrough());
  let frames = 0;
  let shown = '';
  stdout.on('data', (chunk: Buffer) => {
    // a frame is written between two marks of synchronised output
    if (chunk.includes('\u001b[?2026h')) frames++;
    shown = (shown + chunk.toString()).slice(-200_000);
  });
  const reader = new FactsReader(largeCluster());
  let reading = 0;
  const screen = openScreen({
    stdin,
    stdout,
    about: ABOUT,
    story: startStory({ mode: 'bind', policy: 'least-pods' }),
    read(want, story) {
      const began = performance.now();
      const facts = reader.read(want, story, systemClock.monotonic());
      reading += performance.now() - began;
      return facts;
    },
    actions: NO_ACTIONS,
    theme: 'dark',
    clock: systemClock,
  });
  await pause(500);
  frames = 0;
  const idle = performance.eventLoopUtilization();
  const heap = process.memoryUsage().heapUsed;
  const latencies: number[] = [];
  const began = performance.now();
  let told = 0;
  let opened = false;
  let pressedAt = 0;
  let nextKey = began + 200;
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * STORM.perSecond);
    while (told < due) screen.push(bound(told++));
    if (pressedAt > 0 && shown.includes(opened ? 'go on' : 'decisions')) {
      latencies.push(performance.now() - pressedAt);
      pressedAt = 0;
    } else if (pressedAt === 0 && performance.now() > nextKey) {
      // a help page that is opened and closed is an answer that can be told from a frame that was due anyway
      opened = !opened;
      shown = '';
      pressedAt = performance.now();
      nextKey = pressedAt + 230;
      stdin.write(opened ? '?' : 'q');
    }
    await pause(EVERY_MS);
  }
  const { utilization } = performance.eventLoopUtilization(idle);
  const passed = (performance.now() - began) / 1000;
  const grown = (process.memoryUsage().heapUsed - heap) / 1024 ** 2;
  await screen.close();
  print(
    `storm: ${STORM.nodes} nodes, ${STORM.waiting} waiting pods, ${(told / passed).toFixed(0)} decisions/s`,
  );
  print(`  ${(frames / passed).toFixed(1)} frames/s`);
  print(
    `  a key is answered after ${quantile(latencies, 0.5)} ms (median), ${quantile(latencies, 0.95)} ms (19 of 20), ${quantile(latencies, 1)} ms (slowest of ${latencies.length}), measured every ${EVERY_MS} ms`,
  );
  print(
    `  the thread was busy ${(utilization * 100).toFixed(1)} % of the time, events and keys included; reading facts ${((reading / passed) * 0.1).toFixed(2)} %; heap ${grown.toFixed(0)} MB more`,
  );
}

/** A scheduler that holds so much, without the scheduler. */
function largeCluster(): ConstructorParameters<typeof FactsReader>[0] {
  const infos = Array.from({ length: STORM.nodes }, (_, number): NodeInfo => {
    const name = `node-${number}`;
    const pods = Array.from({ length: 10 }, (_, at): Pod => {
      const placed = pod(`p-${number}-${at}`).on(name).requests({ cpu: '100m', memory: '64Mi' }).build();
      return placed;
    });
    const info = new NodeState(name);
    info.setNode(node(name).build());
    for (const placed of pods) info.add(placed);
    return info;
  });
  const now = systemClock.monotonic();
  const waiting = Array.from({ length: STORM.waiting }, (_, number): Waiting => ({
    place: 'parked',
    queued: {
      pod: pod(`waits-${number}`).build(),
      key: `waits-${number}`,
      sequence: number,
      firstSeen: now,
      attempts: 1,
      notBefore: now,
      rejectedBy: new Set(['TaintToleration']),
      parkedAt: now,
      message: '0/5000 nodes are available: 5000 node(s) had untolerated taint(s).',
    },
  }));
  return {
    nodes: () => infos,
    node: (name) => infos.find((info) => info.name === name),
    waiting: () => waiting,
    find: () => undefined,
    counts: () => ({ active: 0, backoff: 0, parked: waiting.length, gated: 0, inFlight: 0 }),
    pod: () => undefined,
    filters: [],
    explain: () => undefined,
    pause() {},
    resume() {},
    policyChanged() {},
  };
}

function terminalOf(stream: PassThrough) {
  const self = {
    isTTY: true,
    columns: 200,
    rows: 50,
    setRawMode: () => stream,
    ref: () => stream,
    unref: () => stream,
  };
  return Object.assign(stream, self);
}

/** One that has just happened. */
function bound(number: number): SchedulerEvent {
  const time = new Date().toISOString();
  return { ...boundEvent(`pod-${number}`, 0, `node-${number % STORM.nodes}`), time };
}
