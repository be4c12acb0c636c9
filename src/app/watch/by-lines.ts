import { systemClock } from '../../lib/clock.ts';
import { EXIT } from '../../lib/errors.ts';
import { currentStep, isPassing } from '../../watch/watched.ts';
import type { CliContext } from '../context.ts';
import { styleOf } from '../workshop/look.ts';
import { plainFace } from './plain-face.ts';
import type { Watching } from './watching.ts';

/**
 * Without a screen: prints a verdict for each save, and goes on by itself when a step passes. Resolves when the person ends it; with
 * `once` when the current step is judged and the earlier ones are, too: exit code 1 when one of them does not pass.
 */
export async function byLines(
  cli: CliContext,
  { bench, about, todo, broken }: Watching,
  { color, once, begin }: { readonly color: boolean; readonly once: boolean; readonly begin: () => void },
): Promise<void> {
  const over = Promise.withResolvers<void>();
  const print = (line: string) => void cli.stdout.write(`${line}\n`);
  const detach = bench.attach(plainFace({ about, style: styleOf(cli, color), todo, print }));
  const unfollow = bench.attach({
    show(watched, { type }) {
      if (watched.activity.type !== 'idle' || type !== 'ended') return;
      const step = currentStep(watched);
      const ok = isPassing(watched, step) === true;
      if (once) {
        cli.setExitCode(ok && watched.steps.every(({ broken: is }) => !is) ? EXIT.ok : EXIT.negative);
        over.resolve();
      } else if (ok && !watched.finished) {
        // not within the turn whose outcome is being shown
        queueMicrotask(() => {
          bench.take({ type: 'next', at: systemClock.monotonic() });
        });
      } else {
        print(`waiting for a save in ${about.folder}; Ctrl-C ends`);
      }
    },
    notice: () => undefined,
  });
  cli.signal.addEventListener('abort', () => over.resolve(), { once: true });
  if (cli.signal.aborted) over.resolve();
  try {
    begin();
    await Promise.race([over.promise, broken]);
  } finally {
    detach();
    unfollow();
  }
}
