import type { Guide, GuideStep } from '../../../view/guide.ts';
import { guideAfter } from '../../../view/guide-reduce.ts';
import { startStory } from '../../../view/story.ts';
import { titleOf } from '../../../workshop/checks/index.ts';
import type { Step } from '../../../workshop/content.ts';
import { needsConfirmation } from '../../../workshop/guard.ts';
import { askedOf, checksFor } from '../../../workshop/scene-checks.ts';
import { Stage } from '../../../workshop/stage.ts';
import { valuesBefore } from '../../../workshop/values.ts';
import { fill } from '../../../workshop/variables.ts';
import type { Workshop } from '../../../workshop/workshop.ts';
import { latestClusterId, progressOf } from './progress.ts';

/**
 * Looks at the cluster, and tells how far the workshop is on it. One that is there but not up, as after a restart of the machine, is
 * taken for that of the latest run. Rejects where a named context does not exist.
 */
export async function firstGuide(
  workshop: Workshop,
  { aim, quiz }: { readonly aim: (text: string) => string; readonly quiz: boolean },
): Promise<Guide> {
  const stage = new Stage(workshop);
  const { provider } = workshop.cluster;
  const status = await provider.status(stage.quietly());
  // a context that does not exist is said best by who reads the kubeconfig
  if (status.state === 'absent' && !provider.owned) await workshop.cluster.connect();
  if (status.state === 'healthy') await stage.connect();
  const clusterId =
    status.state === 'unhealthy' ? latestClusterId(workshop.journal.entries()) : stage.clusterId;
  const guide: Guide = {
    steps: workshop.steps.map((step) => ({
      ...guideStep(step, stage, aim),
      quiz: quiz ? answeredQuiz(step, workshop) : [],
    })),
    story: startStory({ mode: 'bind', policy: workshop.settings.policy }),
  };
  return guideAfter(guide, { type: 'progress', states: progressOf(workshop, clusterId) });
}

/** The questions of a step with what was answered last. */
function answeredQuiz({ number, quiz }: Step, { journal }: Workshop): GuideStep['quiz'] {
  const answers = journal.entries().filter((entry) => entry.kind === 'quiz-answered');
  return quiz.map((question) => {
    const last = answers.findLast(({ step, id }) => step === number && id === question.id);
    return last ? { ...question, answer: last.choice } : question;
  });
}

function guideStep(step: Step, stage: Stage, aim: (text: string) => string): Omit<GuideStep, 'quiz'> {
  const values = valuesBefore(stage, step);
  const { workshop } = stage;
  const asked = askedOf(workshop.settings);
  const checks = checksFor(step, asked);
  const text = aim(fill(step.text, values));
  const hints = [...step.hints, ...checks.flatMap(({ hint }) => (hint === undefined ? [] : [hint]))];
  return {
    number: step.number,
    part: step.part,
    title: step.title,
    minutes: step.minutes,
    hints: hints.map((hint) => aim(fill(hint, values))),
    state: 'open',
    asks: needsConfirmation(step, workshop),
    checks: checks.map((check) => ({ id: check.id, title: titleOf(check, { values, isOwn: asked.isOwn }) })),
    text,
    transcript: [{ type: 'text', markdown: text }],
  };
}
