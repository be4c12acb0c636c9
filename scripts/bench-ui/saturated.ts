import { NODES, PODS } from '../../src/api/resources.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { detailsBudget } from '../../src/view/details-budget.ts';
import { FactsReader } from '../../src/view/facts.ts';
import { startStory } from '../../src/view/story.ts';
import { node, pod } from '../../test/helpers/builders.ts';
import { MemoryApi } from '../../test/helpers/memory-api.ts';
import { ABOUT } from '../../test/helpers/models.ts';
import { NO_ACTIONS } from '../../test/helpers/no-actions.ts';
import { loadTsx } from '../../test/helpers/tsx.ts';
import { print } from '../measure.ts';
import { memoryTerminal } from './memory-terminal.ts';

const POLICY = 'least-pods';
/** Before it, much is compiled for the first time. */
const WARM_UP = 2;

/**
 * The same pods placed in this process, in turn with a screen and without: nothing but the scheduler, its store and the screen share one
 * thread that never rests, which is where a screen costs the most. Processor time is compared, so that other programs matter little.
 */
export async function saturated(nodes: number, pods: number, rounds: number): Promise<void> {
  loadTsx();
  const totals = { without: 0, shown: 0 };
  for (let round = -WARM_UP; round < rounds; round++) {
    // what one leaves behind for the collector, the next pays for: so each goes first as often as the other
    for (const which of round % 2 === 0 ? (['without', 'shown'] as const) : (['shown', 'without'] as const)) {
      const screen = which === 'shown' ? await openedScreen() : undefined;
      const cost = await placeAll(nodes, pods, screen?.options ?? {});
      await screen?.close();
      if (round >= 0) totals[which] += cost;
    }
  }
  print(
    `a thread that never rests: ${pods} pods on ${nodes} nodes; pods per second of processor time with the screen / without, of ${rounds} rounds: ${(totals.without / totals.shown).toFixed(2)}`,
  );
}

type Shown = Partial<Pick<SchedulerOptions, 'observe' | 'onRunning' | 'wantsDetails'>>;

/** Milliseconds of the processor that this thread had, from the first decision to the last. */
async function placeAll(nodes: number, pods: number, shown: Shown): Promise<number> {
  const api = new MemoryApi();
  for (let number = 0; number < nodes; number++) api.put(NODES, node(`node-${number}`).build());
  for (let number = 0; number < pods; number++)
    api.put(PODS, pod(`pod-${number}`).uid(`uid-${number}`).scheduler('bench').build());
  const ending = new AbortController();
  let bound = 0;
  let before: ReturnType<typeof process.threadCpuUsage> | undefined;
  await runScheduler({
    api,
    mode: 'bind',
    policy: POLICY,
    profiles: [
      {
        schedulerName: 'bench',
        plugins: policyPlugins(POLICY, { api, clock: systemClock, random: Math.random }),
      },
    ],
    tieBreak: 'first',
    details: false,
    parallelBinds: 16,
    instance: 'bench',
    clock: systemClock,
    random: Math.random,
    signal: ending.signal,
    ...shown,
    observe(event) {
      before ??= process.threadCpuUsage();
      shown.observe?.(event);
      if (event.type === 'bound' && ++bound === pods) ending.abort();
    },
  });
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** A screen of 200×50 on a terminal in memory, and what the scheduler is given for it. */
async function openedScreen(): Promise<{ readonly options: Shown; close(): Promise<void> }> {
  const { openScreen } = await import('../../src/tui/open-screen.ts');
  let reader: FactsReader | undefined;
  const screen = openScreen({
    ...memoryTerminal(),
    about: ABOUT,
    story: startStory({ mode: 'bind', policy: POLICY }),
    read: (want, story) => reader?.read(want, story, systemClock.monotonic()),
    actions: NO_ACTIONS,
    theme: 'dark',
    clock: systemClock,
  });
  const options: Shown = {
    observe: (event) => screen.push(event),
    wantsDetails: detailsBudget(() => systemClock.monotonic()),
    onRunning(started) {
      reader = new FactsReader(started);
    },
  };
  return { options, close: () => screen.close() };
}
