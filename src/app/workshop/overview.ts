import { UserError } from '../../lib/errors.ts';
import { readLock } from '../../exec/lock.ts';
import type { Step } from '../../workshop/content.ts';
import { type QuizTally, tallyOf } from '../../workshop/quiz.ts';
import { Stage } from '../../workshop/stage.ts';
import { type StepState, statusOf, type StepStatus } from '../../workshop/status.ts';
import type { Workshop } from '../../workshop/workshop.ts';
import type { Opened } from './open.ts';

/** What `workshop status` tells; with `-o json` exactly so. */
export interface Overview {
  readonly context: string;
  readonly cluster: {
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly problem?: string;
  };
  readonly scheduler: {
    readonly running: boolean;
    readonly pid?: number;
    readonly mode?: string;
    /** The line that started it, where it is the person's own. */
    readonly program?: string;
    readonly attached?: boolean;
    readonly log: string;
  };
  /** Somebody plays the workshop right now; the step is then `playing`. */
  readonly playing: boolean;
  readonly journal: string;
  readonly steps: readonly StepOverview[];
  /** How the questions were answered, whatever the cluster. */
  readonly quiz: QuizTally;
}

/** How far one step is. */
export interface StepOverview extends Omit<StepStatus, 'state'> {
  readonly state: StepState | 'playing';
  readonly title: string;
  /** `more`: it goes further than the workshop itself. */
  readonly part: Step['part'];
}

/** Looks at the cluster, the scheduler's lock and the journal. A cluster that cannot even be looked for is `unknown`. */
export async function overview({ workshop, folder }: Opened): Promise<Overview> {
  const { provider } = workshop.cluster;
  const stage = new Stage(workshop);
  const cluster = await lookAt(stage);
  const owner = workshop.scheduler.find();
  const playing = readLock(folder.workshopLock) !== undefined;
  return {
    context: provider.context,
    cluster: { name: provider.name, kind: provider.kind, ...cluster },
    scheduler: {
      running: owner !== undefined,
      ...(owner ? { pid: owner.pid, attached: owner.attached ?? false } : {}),
      ...(owner?.mode === undefined ? {} : { mode: owner.mode }),
      ...(owner?.program === undefined ? {} : { program: owner.program }),
      log: folder.schedulerLog,
    },
    playing,
    journal: folder.journal,
    steps: stepOverviews(workshop, stage.clusterId, playing),
    quiz: tallyOf(workshop.steps, workshop.journal.entries()),
  };
}

function stepOverviews(
  { journal, steps }: Workshop,
  clusterId: string | undefined,
  playing: boolean,
): StepOverview[] {
  const numbers = steps.map(({ number }) => number);
  const states = statusOf(journal.entries(), clusterId, numbers);
  const begun = states.filter(({ state }) => state === 'interrupted');
  const [latest] = begun.toSorted((a, b) => (b.beganAt ?? '').localeCompare(a.beganAt ?? ''));
  return states.map((status, at) => ({
    ...status,
    // a step without an end was interrupted, unless somebody is at it
    state: playing && status === latest ? 'playing' : status.state,
    title: steps[at]?.title ?? '',
    part: steps[at]?.part ?? 'core',
  }));
}

async function lookAt(stage: Stage): Promise<{ state: string; problem?: string }> {
  const { provider } = stage.workshop.cluster;
  try {
    const status = await provider.status(stage.quietly());
    if (status.state === 'healthy') await stage.connect();
    return { state: status.state, ...(status.state === 'unhealthy' ? { problem: status.problem } : {}) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { state: 'unknown', problem: error.message };
  }
}
