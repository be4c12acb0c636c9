import { NO_ANSWER } from '../checks/index.ts';
import { milliseconds, spoken } from '../duration.ts';
import { ask, checkCalled, conclude, hint } from '../scene-checks.ts';
import { recordObservation } from './observe.ts';
import { fill } from '../variables.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

const LOOK_MS = 1000;
/** For so long after its time the last look waits for an API server that does not answer. */
const PATIENCE_MS = 10_000;

/** A check must stay true for a while: looked at every second, and once more at the end, when an answer must come. */
export const playHold: Play<Extract<Item, { hold: unknown }>> = async (item, scene) => {
  const { clock, observe, signal, settings } = scene.stage.workshop;
  const check = checkCalled(item.while, scene);
  const limitMs = settings.holdMs ?? milliseconds(item.hold);
  const begun = clock.monotonic();
  for (let looks = 0; ;) {
    const finding = await ask(check, scene);
    scene.stage.listen();
    // a look that got no answer proves nothing, in either direction
    const answered = finding?.expected !== NO_ANSWER;
    if (answered) looks += 1;
    const elapsedMs = clock.monotonic() - begun;
    const over = elapsedMs >= limitMs + (answered ? 0 : PATIENCE_MS);
    const wait = {
      what: fill(check.title, scene.values),
      seen: finding?.seen ?? 'unknown',
      elapsedMs,
      hold: true,
    };
    if (finding && !finding.ok && (answered || over)) {
      observe({ type: 'waited', ...wait, ok: false });
      conclude(finding, check, scene);
      for (const text of scene.step.hints) hint(text, scene);
      return false;
    }
    if (over) {
      observe({
        type: 'waited',
        ...wait,
        seen: `for ${spoken(elapsedMs)}, looked at ${looks} times`,
        ok: true,
      });
      if (item.observe)
        await recordObservation(item.observe, scene, { seconds: Math.floor(elapsedMs / 1000), looks });
      return true;
    }
    observe({ type: 'waiting', ...wait, limitMs });
    await clock.sleep(answered ? Math.min(LOOK_MS, limitMs - elapsedMs) : LOOK_MS, signal);
  }
};
