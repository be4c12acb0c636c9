/**
 * `npm run bench:ui`: what the full screen costs. First a storm in this process: 5,000 nodes, 50,000 waiting pods, 1,000 decisions a
 * second on a screen of 200×50: frames a second, how long a key waits for its answer, and the processor's time that the screen took. Then a
 * thread that never rests: pods placed in this process, with a screen and without. Then a drain: pods placed by `serve` on an embedded
 * cluster, in turn with its screen (in tmux) and without, and the ratio of the rates. The ratios count, not the figures.
 *
 *     npm run bench:ui -- --nodes 300 --pods 1500 --rounds 5 --seconds 10
 */
import { parseArgs } from 'node:util';
import { missingTmux } from '../test/helpers/tmux.ts';
import { drains } from './bench-ui/drains.ts';
import { saturated } from './bench-ui/saturated.ts';
import { storm } from './bench-ui/storm.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '300' },
    pods: { type: 'string', default: '1500' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
  },
});

const nodes = Number(values.nodes);
const pods = Number(values.pods);
const rounds = Number(values.rounds);
await storm(Number(values.seconds));
await saturated(nodes, pods, 2 * rounds);
if (missingTmux()) process.exit(3);
await drains(nodes, pods, rounds);
