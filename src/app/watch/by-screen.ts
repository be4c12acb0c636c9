import { systemClock } from '../../lib/clock.ts';
import { openWatch } from '../../tui/watch/open-watch.ts';
import { guessTheme, type ThemeName } from '../../tui/theme.ts';
import type { CliContext } from '../context.ts';
import { resetTo, solutionOf } from './skeleton.ts';
import type { Watching } from './watching.ts';

/** On the terminal's whole screen. Resolves when the person quits. */
export async function byScreen(
  cli: CliContext & Required<Pick<CliContext, 'terminal'>>,
  { bench, about, skeleton, todo, broken }: Watching,
  look: { readonly color: boolean; readonly theme: ThemeName | 'auto'; readonly begin: () => void },
): Promise<void> {
  const quitting = Promise.withResolvers<void>();
  const quit = () => quitting.resolve();
  const withSkeleton = async (work: (skeleton: NonNullable<Watching['skeleton']>) => string) =>
    // the screen does not ask where there is none
    skeleton ? work(skeleton) : '';
  const screen = openWatch({
    ...cli.terminal,
    about,
    watched: bench.watched,
    todo: todo(bench.watched.current),
    theme: look.color ? (look.theme === 'auto' ? guessTheme(cli.env) : look.theme) : 'none',
    clock: systemClock,
    actions: {
      tell: (event) => bench.take({ ...event, at: systemClock.monotonic() }),
      solution: (step) => withSkeleton((it) => solutionOf(it, step)),
      reset: (step, whole) => withSkeleton((it) => resetTo(it, step, whole)),
      quit,
    },
  });
  const detach = bench.attach({
    show: (watched) => screen.push(watched, todo(watched.current)),
    notice: (text, isTrouble) => screen.notice(text, isTrouble),
  });
  cli.signal.addEventListener('abort', quit, { once: true });
  if (cli.signal.aborted) quit();
  try {
    look.begin();
    await Promise.race([quitting.promise, screen.done, broken]);
  } finally {
    detach();
    await screen.close();
  }
}
