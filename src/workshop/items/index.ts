import { holds } from '../condition.ts';
import { ensureCluster } from '../ensure-cluster.ts';
import { isForProgram } from '../own/program.ts';
import { COMMAND_LIMIT_MS } from '../run-command.ts';
import { fill } from '../variables.ts';
import { playExpect } from './expect.ts';
import { playHold } from './hold.ts';
import { playObserve } from './observe.ts';
import { playPicture } from './picture.ts';
import { playRun } from './run.ts';
import type { Scene } from './scene.ts';
import type { Item } from './schema.ts';
import { playScheduler } from './scheduler.ts';
import { playShow } from './show.ts';
import { playTrace } from './trace.ts';
import { playVerdicts } from './verdicts.ts';

/** Plays one item of a step, if it is meant for here (`when`, `policy`, `provider`, `program`, `if`). False: it did not come true, and the step ends here. */
export async function playItem(item: Item, scene: Scene): Promise<boolean> {
  const { stage } = scene;
  stage.workshop.signal.throwIfAborted();
  if (!isMeant(item, scene) || !(await isAskedFor(item, scene))) return true;
  const ok = await played(item, scene);
  stage.listen();
  return ok;
}

function isMeant({ when, policy, provider, program }: Item, { stage }: Scene): boolean {
  const { settings, cluster } = stage.workshop;
  const isUp = stage.look !== undefined;
  return (
    isForProgram(program, settings.own !== undefined) &&
    (policy ?? settings.policy) === settings.policy &&
    (provider ?? cluster.provider.kind) === cluster.provider.kind &&
    (when === undefined || (when === 'cluster') === isUp)
  );
}

function isAskedFor(item: Item, { stage, values }: Scene): Promise<boolean> {
  const { kubectl, signal } = stage.workshop;
  return holds(item.if, values, (args) => kubectl(args, { signal, timeoutMs: COMMAND_LIMIT_MS }));
}

/** The one list of the words of a step: a new word is a shape in schema.ts, and a line here. */
async function played(item: Item, scene: Scene): Promise<boolean> {
  if ('say' in item) return said(item.say, scene);
  if ('show' in item) return playShow(item, scene);
  if ('run' in item) return playRun(item, scene);
  if ('cluster' in item) return after(ensureCluster(scene.stage));
  if ('scheduler' in item) return playScheduler(item, scene);
  if ('expect' in item) return playExpect(item, scene);
  if ('hold' in item) return playHold(item, scene);
  if ('verdicts' in item) return playVerdicts(item, scene);
  if ('trace' in item) return playTrace(item, scene);
  if ('picture' in item) return playPicture(item, scene);
  return playObserve(item.observe, scene);
}

function said(markdown: string, { stage, values }: Scene): boolean {
  stage.workshop.observe({ type: 'text', markdown: fill(markdown, values) });
  return true;
}

async function after(work: Promise<void>): Promise<boolean> {
  await work;
  return true;
}
