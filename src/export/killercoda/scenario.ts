import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../lib/errors.ts';
import type { Step } from '../../workshop/content.ts';
import { manifestOf, playedItems, textOf, valuesOf } from '../played.ts';
import type { ExportWords } from '../words.ts';
import type { ExportedFiles } from '../write.ts';
import { Leftovers } from './leftovers.ts';
import { SecondTab } from './second-tab.ts';
import { backgroundScript, foregroundScript } from './setup-scripts.ts';
import { SITUATION } from './situation.ts';
import { PACKED, type ProgramSource } from './source.ts';
import { stepText } from './step-text.ts';
import { verifyScript } from './verify-script.ts';

/** The environment with kubectl; its own Kubernetes is not used. */
const IMAGE = 'kubernetes-kubeadm-1node';

/**
 * A scenario for Killercoda: a person types all of it, and every step has a script that says whether it was done. Steps that need real nodes are
 * left out: there are none.
 */
export function killercodaScenario(
  all: readonly Step[],
  words: ExportWords,
  source: ProgramSource,
): ExportedFiles {
  const steps = all.filter((step) => !needsRealNodes(step));
  const [story, played] = [steps.filter(isStory), steps.filter((step) => !isStory(step))];
  const telling = { words, tab: new SecondTab(words), leftovers: new Leftovers(played) };
  // it can be played by our command in between
  for (const step of story) telling.leftovers.after(step, valuesOf(step));
  const assets = assetsOf(played, source);
  return new Map<string, string | Uint8Array>([
    ['index.json', indexJson(played, words, [...assets.keys()])],
    ['intro/text.md', introText(story, words)],
    ['intro/background.sh', backgroundScript(source)],
    ['intro/foreground.sh', foregroundScript(words)],
    ...played.flatMap((step): [string, string][] => {
      const script = verifyScript(step);
      return [
        [`${basename(step.folder)}/text.md`, stepText(step, telling)],
        ...(script === undefined
          ? []
          : [[`${basename(step.folder)}/verify.sh`, script] satisfies [string, string]]),
      ];
    }),
    ['finish/text.md', `${words.killercodaFinish}\n`],
    ...[...assets].map(([name, content]): [string, string | Uint8Array] => [`assets/${name}`, content]),
  ]);
}

/** A step without a cluster is a story: it is told before the first one. */
function isStory({ needs, play }: Step): boolean {
  return needs.length === 0 && !play.some((item) => 'cluster' in item);
}

function needsRealNodes({ play }: Step): boolean {
  return play.some((item) => 'run' in item && item.provider === 'kind');
}

function indexJson(steps: readonly Step[], words: ExportWords, assets: readonly string[]): string {
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
  const index = {
    title: words.title,
    description: words.description,
    time: words.minutes(minutes),
    details: {
      intro: { text: 'intro/text.md', background: 'intro/background.sh', foreground: 'intro/foreground.sh' },
      steps: steps.map((step) => ({
        title: step.title,
        text: `${basename(step.folder)}/text.md`,
        ...(verifyScript(step) === undefined ? {} : { verify: `${basename(step.folder)}/verify.sh` }),
      })),
      finish: { text: 'finish/text.md' },
      assets: { host01: assets.map((file) => ({ file, target: '/root' })) },
    },
    backend: { imageid: IMAGE },
  };
  return `${JSON.stringify(index, null, 2)}\n`;
}

function introText(story: readonly Step[], words: ExportWords): string {
  const texts = story.flatMap((step) => {
    const values = valuesOf(step);
    const said = playedItems(step, { ...SITUATION, hasCluster: false }).flatMap((item) =>
      'say' in item ? [item.say] : [],
    );
    return [step.text, ...said].map((text) => textOf(text.trim(), values));
  });
  return `${[...texts, words.killercodaIntro].join('\n\n')}\n`;
}

/** The manifests, in one folder, as the commands name them; and the packed program. */
function assetsOf(steps: readonly Step[], source: ProgramSource): ReadonlyMap<string, string | Uint8Array> {
  const assets = new Map<string, string | Uint8Array>(source.kind === 'file' ? [[PACKED, source.bytes]] : []);
  for (const step of steps) {
    const folder = join(step.folder, 'manifests');
    for (const name of existsSync(folder) ? readdirSync(folder).toSorted() : []) {
      if (assets.has(name))
        throw new UserError(`${folder}: another step has a ${name}, too`, { next: 'give it another name' });
      assets.set(name, manifestOf(step, name, valuesOf(step)));
    }
  }
  return assets;
}
