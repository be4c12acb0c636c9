/**
 * `npm run pictures`: the pictures of workshop/pictures. Starts the program in a terminal (tmux), plays a story before it, and writes what
 * a person sees as SVG, on a dark terminal and on a light one. Names, times and amounts are the same each time, so a file changes when the
 * screen does. Needs tmux and kubectl.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingTmux } from '../test/helpers/tmux.ts';
import { print } from './measure.ts';
import { photographGuided } from './pictures/guided-story.ts';
import { photographServe } from './pictures/serve-story.ts';

const FOLDER = fileURLToPath(new URL('../workshop/pictures/', import.meta.url));

if (missingTmux()) process.exit(3);
mkdirSync(FOLDER, { recursive: true });
for (const palette of ['dark', 'light'] as const) {
  await photographServe(FOLDER, palette);
  await photographGuided(FOLDER, palette);
  print(`${FOLDER}: pictures on a ${palette} terminal`);
}
