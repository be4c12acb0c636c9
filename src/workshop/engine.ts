import { shellLine } from '../exec/shell-line.ts';
import { UsageError, UserError } from '../lib/errors.ts';
import type { Step } from './content.ts';
import { ensureCluster } from './ensure-cluster.ts';
import { guard } from './guard.ts';
import { isForProgram, type OwnProgram } from './own/program.ts';
import { playStep } from './play.ts';
import { Stage } from './stage.ts';
import { statusOf, type StepStatus } from './status.ts';
import type { Workshop } from './workshop.ts';

/** Which steps to play: all that are not done yet where `from` is missing. Those of the second part only where something says so. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
  /** The second part, too. */
  readonly all?: boolean;
}

/**
 * Plays the steps in order, from the first that is not done on this cluster (or from `from`), and says where it goes on. Stops after
 * the first step in which something did not come true: then false.
 */
export async function playSteps(workshop: Workshop, range: Range = {}): Promise<boolean> {
  const stage = new Stage({ ...workshop, steps: playable(workshop) });
  const ok = await playRange(stage, range);
  sayWhatIsNext(stage);
  return ok;
}

/** Plays one step, done or not. */
export async function playOne(workshop: Workshop, number: number): Promise<boolean> {
  const step = stepCalled(workshop, number);
  if (!playable(workshop).includes(step)) throw aboutOurs(step);
  return playRange(new Stage(workshop), { from: number, to: number });
}

/** The steps that can be played with this scheduler: some are about ours. */
export function playable({ steps, settings }: Workshop): readonly Step[] {
  return steps.filter(({ program }) => isForProgram(program, settings.own !== undefined));
}

async function playRange(stage: Stage, range: Range): Promise<boolean> {
  const { workshop } = stage;
  const scope = workshop.steps.filter((step) => isMeant(step, range, workshop.steps));
  await open(stage, scope);
  if (range.from === undefined) await bringBack(stage, scope);
  const upTo = isInTheMiddle(stage, range) ? workshop.steps : scope;
  const first = range.from ?? firstOpen(stage, upTo);
  if (first === undefined) return true;
  const chosen = upTo.filter(({ number }) => number >= first);
  if (chosen.length === 0) throw nothingBetween(workshop, first, range);
  for (const step of chosen) guard(step, workshop);
  return playAll(stage, chosen, range.from === undefined && first > (upTo[0]?.number ?? 0));
}

/** `--from` and `--to` may name a step of the second part. */
function isMeant(
  { number, part }: Step,
  { from = 0, to, all = false }: Range,
  steps: readonly Step[],
): boolean {
  const isAsked = all || to !== undefined || isMore(steps, from);
  return number <= (to ?? Infinity) && (part === 'core' || isAsked);
}

function isMore(steps: readonly Step[], number: number): boolean {
  return steps.some((step) => step.number === number && step.part === 'more');
}

/** Whoever was interrupted in the second part goes on there. */
function isInTheMiddle({ workshop, clusterId }: Stage, { from, to }: Range): boolean {
  if (from !== undefined || to !== undefined) return false;
  const more = workshop.steps.filter(({ part }) => part === 'more').map(({ number }) => number);
  const states = statusOf(workshop.journal.entries(), clusterId, more);
  return states.some(({ state }) => state === 'interrupted' || state === 'failed');
}

/** The step of this number; a UserError that names those there are. */
export function stepCalled(workshop: Workshop, number: number): Step {
  const step = workshop.steps.find((each) => each.number === number);
  if (!step) throw noSuchStep(workshop, number);
  return step;
}

/** Looks for the cluster. Only where no step is going to need one may it be impossible to look. */
async function open(stage: Stage, steps: readonly Step[]): Promise<void> {
  try {
    await stage.survey();
  } catch (error) {
    if (!(error instanceof UserError) || steps.some(wantsCluster)) throw error;
    stage.workshop.observe({
      type: 'notice',
      level: 'info',
      text: `No cluster is within reach: ${error.message}.`,
    });
  }
  if (stage.clusterId === undefined) stage.announce();
}

/** Only a cluster that is up can say which steps were done on it: one that is merely stopped is started before they are asked. */
async function bringBack(stage: Stage, steps: readonly Step[]): Promise<void> {
  if (stage.look || !steps.some(wantsCluster)) return;
  const { provider } = stage.workshop.cluster;
  const { state } = await provider.status(stage.quietly());
  if (state === 'unhealthy') await ensureCluster(stage);
}

function wantsCluster({ needs, play }: Step): boolean {
  return needs.includes('cluster') || needs.includes('scheduler') || play.some((item) => 'cluster' in item);
}

/** Undefined when all are done; says where it goes on. */
function firstOpen(stage: Stage, steps: readonly Step[]): number | undefined {
  const next = nextOf(stage, steps);
  if (next && next.step !== steps[0]?.number) {
    stage.workshop.observe({ type: 'notice', level: 'info', text: goingOn(next) });
  }
  return next?.step;
}

/** The first that is not done; undefined when all are. */
function nextOf({ workshop, clusterId }: Stage, steps: readonly Step[]): StepStatus | undefined {
  const numbers = steps.map(({ number }) => number);
  return statusOf(workshop.journal.entries(), clusterId, numbers).find(({ state }) => state !== 'done');
}

function goingOn({ step, state }: StepStatus): string {
  const why =
    state === 'interrupted'
      ? ', which was interrupted'
      : state === 'failed'
        ? ', which did not come true'
        : '';
  return `The steps before ${step} are done on this cluster: going on with step ${step}${why}. (--from 0 begins anew.)`;
}

async function playAll(stage: Stage, steps: readonly Step[], resumed: boolean): Promise<boolean> {
  const { observe, clock, cluster } = stage.workshop;
  const begun = clock.monotonic();
  const [from, to] = [steps[0]?.number ?? 0, steps.at(-1)?.number ?? 0];
  observe({ type: 'run-began', context: cluster.provider.context, from, to, resumed });
  const played: number[] = [];
  let ok = true;
  for (const step of steps) {
    ok = await playStep(stage, step);
    played.push(step.number);
    if (!ok) break;
    await stage.workshop.quiz?.(step);
  }
  const seconds = Math.round((clock.monotonic() - begun) / 1000);
  observe({ type: 'run-ended', ok, played, seconds });
  if (ok && played.length > 1) sayWhatStays(stage.workshop);
  return ok;
}

function sayWhatStays({ observe, scheduler, settings }: Workshop): void {
  const owner = scheduler.find();
  if (!owner || owner.attached) return;
  const text = `${settings.scheduler} goes on in the background (pid ${owner.pid}), so you can try things. \`kubectl minisched workshop reset\` stops it.`;
  observe({ type: 'notice', level: 'info', text });
}

function sayWhatIsNext(stage: Stage): void {
  const { observe, steps, settings } = stage.workshop;
  const next = nextOf(stage, steps);
  observe({ type: 'notice', level: 'info', text: nextText(steps, next) });
  if (next?.state === 'failed' && settings.own && settings.own.shown !== settings.own.line)
    observe({ type: 'notice', level: 'info', text: watchText(settings.own) });
}

/** Of a project it is known what is still to write. */
function watchText({ folder }: OwnProgram): string {
  return `\`${shellLine(['kubectl', 'minisched', 'workshop', 'watch', folder])}\` tries it at each save, and has hints.`;
}

function nextText(steps: readonly Step[], next: StepStatus | undefined): string {
  if (next && !isMore(steps, next.step))
    return `\`kubectl minisched workshop run\` goes on with step ${next.step}.`;
  const { length } = next ? steps.filter(({ part }) => part === 'core') : steps;
  const done = `The workshop is finished: all ${length} steps are done on this cluster. \`kubectl minisched verify\` collects the evidence to hand in; --from 0 plays the steps again.`;
  return next
    ? `${done} For who wants to know more, \`kubectl minisched workshop run --all\` goes on with step ${next.step}.`
    : done;
}

function aboutOurs({ number, title }: Step): UserError {
  return new UserError(`step ${number} (${title}) is about kubectl-minisched's own scheduler`, {
    next: 'play it without --scheduler-cmd',
  });
}

function nothingBetween(workshop: Workshop, first: number, { to }: Range): UsageError {
  if (to === undefined || to >= first) return noSuchStep(workshop, first);
  return new UsageError(`--from ${first} comes after --to ${to}`, { next: 'turn the two round' });
}

function noSuchStep({ steps }: Workshop, number: number): UsageError {
  const names = steps.map((step) => `${step.number} ${step.slug}`).join(', ');
  return new UsageError(`there is no step ${number}`, { next: `there are: ${names}` });
}
