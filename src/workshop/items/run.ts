import { join } from 'node:path';

import { milliseconds } from '../duration.ts';
import { renderManifests } from '../manifests.ts';
import { COMMAND_LIMIT_MS, runKubectl } from '../run-command.ts';
import { hint } from '../scene-checks.ts';
import { fill } from '../variables.ts';
import { splitWords } from '../words.ts';
import type { Play } from './scene.ts';
import type { Item } from './schema.ts';

/** Runs a command line of the step, in the folder of its manifests where it has some. */
export const playRun: Play<Extract<Item, { run: unknown }>> = async (item, scene) => {
  const { stage, step, values } = scene;
  const args = splitWords(item.run)
    .slice(1)
    .map((word) => fill(word, values));
  const folder = join(stage.workshop.settings.manifests, step.slug);
  const hasFiles = renderManifests(step, values, folder);
  const result = await runKubectl(stage, args, {
    timeoutMs: item.limit === undefined ? COMMAND_LIMIT_MS : milliseconds(item.limit),
    ...(hasFiles ? { cwd: folder } : {}),
  });
  if (result.exitCode === 0 || item['may-fail'] === true) return true;
  stage.workshop.observe({
    type: 'notice',
    level: 'warning',
    text: `The command ended with exit code ${result.exitCode}: the step stops here.`,
  });
  for (const text of step.hints) hint(text, scene);
  return false;
};
