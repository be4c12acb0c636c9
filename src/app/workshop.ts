import type { CliContext } from './context.ts';
import { documentText, type OutputFormat } from './document.ts';
import { systemClock } from '../lib/clock.ts';
import { EXIT } from '../lib/errors.ts';
import { checkStep } from '../workshop/check-step.ts';
import { playOne, playSteps, type Range, stepCalled } from '../workshop/engine.ts';
import { checkLines, wideCheckLines } from '../workshop/plain.ts';
import { reset } from '../workshop/reset.ts';
import { openQuestions } from '../workshop/quiz.ts';
import { setAside } from '../workshop/set-aside.ts';
import type { Workshop } from '../workshop/workshop.ts';
import { sayChoice, settle } from './cluster/providers.ts';
import { askQuestions, mayAsk } from './workshop/asking.ts';
import { styleOf } from './workshop/look.ts';
import { listLines, statusLines } from './workshop/lines.ts';
import { type Opened, openToLook, openToPlay } from './workshop/open.ts';
import type { WorkshopOptions } from './workshop/options.ts';
import { aimed, aiming } from './workshop/own-lines.ts';
import { refuseUnready, sayUnused, withOwnProgram } from './workshop/own/own-program.ts';
import { overview } from './workshop/overview.ts';
import { stepsFor } from './workshop/steps.ts';

/** What `-o` asked for. */
export interface OutputOptions {
  readonly output?: OutputFormat;
}

/** `workshop list`: the steps there are. Asks no cluster. */
export function list(
  cli: CliContext,
  options: OutputOptions & { readonly color: boolean; readonly lang?: string },
): void {
  const steps = stepsFor(cli, options.lang).map(
    ({ number, part, slug, title, minutes, needs, checks, folder }) => ({
      number,
      part,
      slug,
      title,
      minutes,
      needs,
      checks: checks.map(({ id }) => id),
      folder,
    }),
  );
  print(cli, options, steps, (wide) => listLines(steps, styleOf(cli, options.color), wide));
}

/** `workshop run`: all steps that are not done yet. Resolves to whether everything came true. */
export async function run(cli: CliContext, options: WorkshopOptions & Range): Promise<boolean> {
  refuseUnready(cli, options);
  sayUnused(cli, options);
  return playing(cli, options, ({ workshop }) => playSteps(asking(cli, options, workshop), options));
}

/** `workshop step N`. */
export async function step(cli: CliContext, options: WorkshopOptions, number: number): Promise<boolean> {
  refuseUnready(cli, options);
  sayUnused(cli, options);
  return playing(cli, options, ({ workshop }) => playOne(asking(cli, options, workshop), number));
}

/** `workshop check N`: asks the checks of a step, and changes nothing. */
export async function check(
  cli: CliContext,
  options: WorkshopOptions & OutputOptions,
  number: number,
): Promise<void> {
  const findings = await looking(cli, options, ({ workshop }) =>
    checkStep(workshop, stepCalled(workshop, number)),
  );
  const style = styleOf(cli, options.color);
  print(cli, options, findings, (wide) =>
    findings.length === 0
      ? [`  Step ${number} has nothing to check once it is over.`]
      : findings.flatMap((finding) => (wide ? wideCheckLines : checkLines)(finding, style)),
  );
  cli.setExitCode(findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.negative);
}

/** `workshop status`: how far it is, and whether cluster and scheduler run. */
export async function status(cli: CliContext, options: WorkshopOptions & OutputOptions): Promise<void> {
  const found = await looking(cli, options, overview);
  print(cli, options, found, (wide) =>
    statusLines(found, styleOf(cli, options.color), wide).map((line) => aimed(line, options)),
  );
}

/** `workshop reset`: everything as before the first step; with `cluster` without the cluster, too. */
export async function resetAll(
  cli: CliContext,
  options: WorkshopOptions & { readonly cluster: boolean },
): Promise<void> {
  await playing(cli, options, async ({ workshop, folder }) => {
    await reset(workshop, { cluster: options.cluster });
    const kept = setAside(folder.journal, systemClock.now());
    if (kept)
      workshop.observe({ type: 'notice', level: 'info', text: `The journal of it all is kept as ${kept}` });
    return true;
  });
}

/** `workshop run --verify`: collects the evidence of what was just played, into `./evidence`. */
export async function verifyAfter(cli: CliContext, options: WorkshopOptions): Promise<void> {
  const { verifySettled } = await import('./verify.ts');
  const ok = await verifySettled(cli, {
    ...(await settle(cli, withOwnProgram(cli, options))),
    out: 'evidence',
    style: styleOf(cli, options.color),
  });
  cli.setExitCode(ok ? EXIT.ok : EXIT.negative);
}

/** The same workshop; where a person may be asked, the questions of a step come after it, until they want no more of them. */
function asking(cli: CliContext, options: WorkshopOptions, workshop: Workshop): Workshop {
  if (!options.quiz || !mayAsk(cli)) return workshop;
  const parts = { journal: workshop.journal, style: styleOf(cli, options.color) };
  let goesOn = true;
  return {
    ...workshop,
    async quiz(done) {
      const questions = openQuestions([done], parts.journal.entries());
      if (goesOn) goesOn = await askQuestions(cli, questions, parts);
    },
  };
}

async function playing(
  cli: CliContext,
  options: WorkshopOptions,
  play: (opened: Opened) => Promise<boolean>,
): Promise<boolean> {
  return aiming(options, async () => {
    const settled = await settle(cli, withOwnProgram(cli, options));
    sayChoice(cli, settled);
    const opened = openToPlay(cli, settled);
    try {
      const ok = await play(opened);
      cli.setExitCode(ok ? EXIT.ok : EXIT.negative);
      return ok;
    } finally {
      await opened.close();
    }
  });
}

async function looking<T>(
  cli: CliContext,
  options: WorkshopOptions,
  look: (opened: Opened) => Promise<T>,
): Promise<T> {
  return aiming(options, async () => {
    const opened = openToLook(cli, await settle(cli, options));
    try {
      return await look(opened);
    } finally {
      await opened.close();
    }
  });
}

/** Writes facts as they were asked for: as one document, or as the lines for people that `lines` makes of them. */
function print(
  { stdout }: CliContext,
  { output }: OutputOptions,
  facts: unknown,
  lines: (wide: boolean) => readonly string[],
): void {
  stdout.write(documentText(facts, output) ?? `${lines(output === 'wide').join('\n')}\n`);
}
