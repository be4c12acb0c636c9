import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import type { JournalEntry } from '../../src/workshop/journal-entry.ts';
import type { BundleContent } from '../../src/verify/bundle/files.ts';
import { type Evidence, conclude } from '../../src/verify/evidence.ts';
import { evidenceJson } from '../../src/verify/evidence-json.ts';
import { MANIFEST, manifestText } from '../../src/verify/manifest.ts';
import { noteOf } from '../../src/verify/note.ts';
import type { CollectedOutput } from '../../src/verify/outputs.ts';
import { submission } from '../../src/verify/submission.ts';
import { type BundleParts, bundleFiles } from '../../src/verify/write.ts';
import { type GoodStory, factsOf, goodStory, time } from './story.ts';

export const PROGRAM = 'kubectl-minisched 0.1.0';

/** A bundle as verify writes it about this story, with outputs that agree with it. */
export function bundleParts(story: GoodStory = goodStory()): BundleParts {
  const facts = factsOf(story);
  const outputs = [nodesOutput(story), podsOutput(story)];
  const evidence = conclude({
    program: PROGRAM,
    writtenAt: time(203),
    repository: 'https://example.org/me/scheduler',
    note: noteOf(facts.story, 'Fewest pods first: one lost node costs the fewest pods.'),
    facts,
    outputs: outputs.map(({ file, line, exitCode, startedAt }) => ({ file, line, exitCode, startedAt })),
  });
  return {
    evidence,
    outputs,
    journal: story.journal,
    schedulerLog: Buffer.from('{"type":"running"}\n'),
    draw: drawRecord,
  };
}

/** The parts as if they had been read from disk. */
export function bundleContent(parts: BundleParts): BundleContent {
  return { files: buffers(bundleFiles(parts)), odd: [] };
}

/** What a forger can do to a bundle: change the evidence or the journal, then make page and hashes fit again. */
export interface Forgery {
  readonly evidence?: (evidence: Evidence) => Evidence;
  readonly journal?: (journal: readonly JournalEntry[]) => readonly JournalEntry[];
  readonly outputs?: (outputs: readonly CollectedOutput[]) => readonly CollectedOutput[];
  /** The text of scheduler.log. */
  readonly log?: string;
}

/** A good bundle, forged, with the page written anew and all files hashed again. */
export function forgedBundle(forgery: Forgery): BundleContent {
  const good = bundleParts();
  const evidence = forgery.evidence?.(good.evidence) ?? good.evidence;
  const journal = forgery.journal?.(good.journal) ?? good.journal;
  const outputs = forgery.outputs?.(good.outputs) ?? good.outputs;
  const schedulerLog = forgery.log === undefined ? {} : { schedulerLog: Buffer.from(forgery.log) };
  return bundleContent({ ...good, evidence, journal, outputs, ...schedulerLog });
}

/** The same files with the manifest made to fit. */
export function rehashed({ files }: BundleContent): BundleContent {
  const others = new Map([...files].filter(([path]) => path !== MANIFEST));
  return { files: buffers(new Map([...others, [MANIFEST, Buffer.from(manifestText(others))]])), odd: [] };
}

/** The files that follow from the evidence, for a bundle whose evidence was changed by hand. */
export function evidenceFiles(evidence: Evidence, outputs: readonly CollectedOutput[]): Map<string, Buffer> {
  const texts = new Map(outputs.map(({ file, text }) => [file, text]));
  return new Map([
    ['evidence.json', Buffer.from(evidenceJson(evidence))],
    ['SUBMISSION.md', Buffer.from(submission(evidence, texts))],
  ]);
}

function buffers(files: ReadonlyMap<string, Uint8Array>): Map<string, Buffer> {
  return new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes)]));
}

function nodesOutput({ cluster }: GoodStory): CollectedOutput {
  const rows = cluster.nodes.map(
    (node) => `${node.name}   Ready   <none>   9m   ${node.kubelet}   ${node.runtime}`,
  );
  const head = 'NAME   STATUS   ROLES   AGE   VERSION   CONTAINER-RUNTIME';
  return output('01-get-nodes', 'kubectl get nodes -o wide', [head, ...rows], 201);
}

function podsOutput({ cluster }: GoodStory): CollectedOutput {
  const rows = cluster.pods.map(
    (pod) => `${pod.name}   1/1   ${pod.phase}   0   3m   10.0.0.1   ${pod.node}`,
  );
  const head = 'NAME   READY   STATUS   RESTARTS   AGE   IP   NODE';
  return output('02-get-pods', 'kubectl get pods -o wide --sort-by=.spec.nodeName', [head, ...rows], 202);
}

function output(name: string, line: string, lines: readonly string[], seconds: number): CollectedOutput {
  const text = `$ ${line}\n${lines.join('\n')}\n`;
  return { file: `outputs/${name}.txt`, line, exitCode: 0, startedAt: time(seconds), text };
}
