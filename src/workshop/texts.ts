import type { StepFile } from './step-schema.ts';

/** The texts of a step that can be said in another language, as `texts.yaml` has them. */
export interface StepTexts {
  readonly title: string;
  /** What each `say` of the play says, in order. */
  readonly say?: readonly string[];
  /** By id, those of `moments`, too. */
  readonly checks?: Readonly<Record<string, CheckTexts>>;
  readonly hints?: readonly string[];
  /** By id. */
  readonly quiz?: Readonly<Record<string, QuestionTexts>>;
}

/** What a check says, by the names that `step.yaml` has for it. */
export type CheckTexts = Readonly<Record<string, string>> & { readonly title: string };

/** A question with its answers in order. */
export interface QuestionTexts {
  readonly question: string;
  readonly choices: readonly { readonly text: string; readonly why: string }[];
}

/** What of a check is a text for people. */
const CHECK_TEXTS = ['hint'] as const;

/** The texts of a step as `step.yaml` has them: what a translation has to say, all of it and nothing else. */
export function textsOf({ title, play, moments, checks, hints, quiz }: StepFile): StepTexts {
  const say = play.flatMap((item) => ('say' in item ? [item.say] : []));
  const asked = [...moments, ...checks];
  return {
    title,
    ...(say.length > 0 && { say }),
    ...(asked.length > 0 && {
      checks: Object.fromEntries(asked.map((check) => [check.id, checkTexts(check)])),
    }),
    ...(hints.length > 0 && { hints }),
    ...(quiz.length > 0 && {
      quiz: Object.fromEntries(
        quiz.map(({ id, question, choices }) => [
          id,
          { question, choices: choices.map(({ text, why }) => ({ text, why })) },
        ]),
      ),
    }),
  };
}

function checkTexts(check: StepFile['checks'][number]): CheckTexts {
  const others = CHECK_TEXTS.flatMap((key) => (check[key] === undefined ? [] : [[key, check[key]] as const]));
  return { title: check.title, ...Object.fromEntries(others) };
}

/** The same step with these texts; what is played and asked stays what it is. */
export function withTexts(step: StepFile, texts: StepTexts): StepFile {
  const say = [...(texts.say ?? [])];
  const check = <T extends StepFile['checks'][number]>(each: T): T => ({
    ...each,
    ...texts.checks?.[each.id],
  });
  return {
    ...step,
    title: texts.title,
    play: step.play.map((item) => ('say' in item ? { ...item, say: say.shift() ?? item.say } : item)),
    moments: step.moments.map(check),
    checks: step.checks.map(check),
    hints: [...(texts.hints ?? step.hints)],
    quiz: step.quiz.map((each) => questionWith(each, texts.quiz?.[each.id])),
  };
}

type Question = StepFile['quiz'][number];

function questionWith(question: Question, texts: QuestionTexts | undefined): Question {
  if (!texts) return question;
  return {
    ...question,
    question: texts.question,
    choices: question.choices.map((choice, at) => ({ ...choice, ...texts.choices[at] })),
  };
}
