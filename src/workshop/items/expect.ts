import type { Check } from '../checks/schema.ts';
import type { Finding } from '../finding.ts';
import { milliseconds } from '../duration.ts';
import { endOf } from '../own/judgement.ts';
import { ask, checkCalled, conclude, hint } from '../scene-checks.ts';
import { fill } from '../variables.ts';
import type { Play, Scene } from './scene.ts';
import type { Item } from './schema.ts';

const WITHIN_MS = 30_000;
const LOOK_MS = 250;
const AFTER_ITS_END_MS = 2000;

/** Looks again and again until a check is true, and says what it waits for and for how long. */
export const playExpect: Play<Extract<Item, { expect: unknown }>> = async (item, scene) => {
  const { clock, observe, signal } = scene.stage.workshop;
  const check = checkCalled(item.expect, scene);
  const limitMs = item.within === undefined ? WITHIN_MS : milliseconds(item.within);
  const begun = clock.monotonic();
  let endsAtMs = limitMs;
  for (;;) {
    const finding = await ask(check, scene);
    scene.stage.listen();
    if (!finding) return unknown(fill(check.title, scene.values), scene);
    const wait = {
      what: finding.title,
      seen: finding.seen,
      elapsedMs: clock.monotonic() - begun,
      hold: false,
    };
    // what it did last may show a moment after its end
    if (endOf(scene.stage.told)) endsAtMs = Math.min(endsAtMs, wait.elapsedMs + AFTER_ITS_END_MS);
    if (finding.ok || wait.elapsedMs >= endsAtMs) {
      observe({ type: 'waited', ...wait, ok: finding.ok });
      return finding.ok || failed(finding, check, scene);
    }
    observe({ type: 'waiting', ...wait, limitMs });
    await clock.sleep(LOOK_MS, signal);
  }
};

/** Only the person sees what a scheduler in another terminal says. */
function unknown(title: string, { stage }: Scene): boolean {
  stage.workshop.observe({ type: 'notice', level: 'wants', text: `See in your other terminal: ${title}.` });
  return true;
}

function failed(finding: Finding, check: Check, scene: Scene): boolean {
  conclude(finding, check, scene);
  for (const text of scene.step.hints) hint(text, scene);
  return false;
}
