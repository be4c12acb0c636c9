import { resolve } from 'node:path';

import type { ClusterProvider } from '../../clusters/provider.ts';
import { systemClock } from '../../lib/clock.ts';
import { EXIT } from '../../lib/errors.ts';
import { ASCII, needsAscii, UNICODE } from '../../tui/marks.ts';
import type { GuidedAbout } from '../../tui/guided/guided-model.ts';
import { openGuided } from '../../tui/guided/open-guided.ts';
import { guessTheme, type ThemeName } from '../../tui/theme.ts';
import { firstOpen, type Guide } from '../../view/guide.ts';
import type { GuideEvent } from '../../view/guide-reduce.ts';
import { asciiStep } from '../../workshop/ascii.ts';
import { playable } from '../../workshop/engine.ts';
import type { Workshop } from '../../workshop/workshop.ts';
import { settle } from '../cluster/providers.ts';
import type { CliContext } from '../context.ts';
import { guidedActions } from './guided/actions.ts';
import { eavesdrop } from './guided/eavesdrop.ts';
import { firstGuide } from './guided/first-guide.ts';
import { Player } from './guided/player.ts';
import { type Opened, openToPlay } from './open.ts';
import type { SettledOptions, WorkshopOptions } from './options.ts';
import { refuseUnready, withOwnProgram } from './own/own-program.ts';
import { aimed, aiming } from './own-lines.ts';

/** How the guided mode was asked for. */
export interface GuidedOptions extends WorkshopOptions {
  readonly ascii: boolean;
  readonly theme: ThemeName | 'auto';
}

type CliWithTerminal = CliContext & Required<Pick<CliContext, 'terminal'>>;

/** `workshop` alone on a terminal: a person goes through the steps on a full screen. Resolves when they quit. */
export async function guided(cli: CliWithTerminal, options: GuidedOptions): Promise<void> {
  refuseUnready(cli, options);
  await aiming(options, async () => {
    const settled = await settle(cli, withOwnProgram(cli, options));
    const opened = openToPlay(cli, settled, () => ({ show: () => undefined, end: () => undefined }));
    try {
      const last = await showScreen(cli, { ...options, ...settled }, opened);
      cli.stdout.write(
        lastWords(last, opened.workshop, resolve(cli.cwd, 'evidence'))
          .map((line) => `${aimed(line, options)}\n`)
          .join(''),
      );
      if (!cli.signal.aborted) cli.setExitCode(EXIT.ok);
    } finally {
      await opened.close();
    }
  });
}

/** Resolves to how far the person came. */
async function showScreen(
  cli: CliWithTerminal,
  options: SettledOptions & Pick<GuidedOptions, 'ascii' | 'theme'>,
  opened: Opened,
): Promise<Guide> {
  const marks = options.ascii || needsAscii(cli.env, process.platform) ? ASCII : UNICODE;
  const played = { ...opened.workshop, steps: playable(opened.workshop) };
  const workshop = marks === ASCII ? inAscii(played) : played;
  const aim = (text: string) => aimed(text, { ...options, provider: options.asked });
  const guide = await firstGuide(workshop, { aim, quiz: options.quiz });
  const quitting = Promise.withResolvers<void>();
  const quit = () => quitting.resolve();
  const leaving = new AbortController();
  const here = { ...cli, signal: AbortSignal.any([cli.signal, leaving.signal]) };
  const theme = options.color ? (options.theme === 'auto' ? guessTheme(cli.env) : options.theme) : 'none';
  const look = { unicode: marks !== ASCII, colours: theme !== 'none' };
  const tell = (event: GuideEvent) => screen.push(event);
  const player = new Player({ workshop, clock: systemClock, aim, tell, onBroken: quitting.reject });
  const screen = openGuided({
    ...cli.terminal,
    about: { ...aboutOf(workshop, options), marks, colours: look.colours },
    guide,
    actions: guidedActions({ cli: here, options, workshop, player, tell, quit, look }),
    theme,
    clock: systemClock,
  });
  screen.done.catch(quitting.reject);
  cli.signal.addEventListener('abort', quit, { once: true });
  if (cli.signal.aborted) quit();
  const unhear = eavesdrop(workshop.scheduler, systemClock, tell);
  try {
    await quitting.promise;
    await player.stop();
    return screen.guide();
  } finally {
    unhear();
    leaving.abort();
    await screen.close();
    // also where the screen broke: nobody plays on behind a person's back
    await player.stop();
  }
}

function inAscii(workshop: Workshop): Workshop {
  return { ...workshop, steps: workshop.steps.map(asciiStep) };
}

function aboutOf(
  { cluster, settings }: Workshop,
  { why }: SettledOptions,
): Omit<GuidedAbout, 'marks' | 'colours'> {
  return {
    context: cluster.provider.context,
    cluster: clusterWords(cluster.provider, why),
    scheduler: settings.scheduler,
    evidence: './evidence',
  };
}

/** The kind, and where nobody had said which, why it is that. */
function clusterWords(provider: ClusterProvider, why: string | undefined): string {
  const kind = provider.kind === 'embedded' ? 'embedded, simulated nodes' : provider.kind;
  if (!provider.owned) return 'not made by this program';
  return why === undefined ? kind : `${kind}, because ${why}`;
}

/** What is left behind, and how to go on. */
function lastWords(guide: Guide, { scheduler, settings }: Workshop, evidence: string): readonly string[] {
  const next = firstOpen(guide);
  const owner = scheduler.find();
  return [
    next?.part === 'core'
      ? `The workshop goes on with step ${next.number}: kubectl minisched workshop`
      : guide.verified !== undefined
        ? `The workshop is finished: all steps are done on this cluster. The evidence is in ${evidence}`
        : 'The workshop is finished: all steps are done on this cluster. kubectl minisched verify collects the evidence.',
    ...(next?.part === 'more'
      ? [`For who wants to know more, it goes on with step ${next.number}: kubectl minisched workshop`]
      : []),
    ...(owner && !owner.attached
      ? [
          `${settings.scheduler} goes on in the background (pid ${owner.pid}); kubectl minisched workshop reset stops it.`,
        ]
      : []),
  ];
}
