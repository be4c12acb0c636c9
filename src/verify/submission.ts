import { describeKind } from './cluster-kind.ts';
import type { Evidence, OutputTexts } from './evidence.ts';
import { table } from './markdown.ts';
import { timeText } from './moment.ts';
import { ownPrograms } from './own-program.ts';
import { checksSection } from './submission/checks.ts';
import { moreSection } from './submission/more.ts';
import { blockedSection, orphanSection } from './submission/pending.ts';
import { placementSection } from './submission/placement.ts';
import { quizSection } from './submission/quiz.ts';
import { trialsSection } from './submission/trials.ts';
import { noteSection, repositorySection, toDo } from './submission/words.ts';

/**
 * The page to hand in, as Markdown: readable on its own, made of the evidence and the outputs beside it and nothing
 * else, so that whoever checks a bundle can make it again and compare.
 */
export function submission(evidence: Evidence, outputs: OutputTexts): string {
  const parts = [
    '# Evidence: a Kubernetes scheduler of my own',
    simulated(evidence),
    toDo(evidence),
    summary(evidence),
    repositorySection(evidence),
    placementSection(evidence, outputs),
    orphanSection(evidence, outputs),
    blockedSection(evidence),
    noteSection(evidence),
    moreSection(evidence),
    quizSection(evidence),
    trialsSection(evidence),
    checksSection(evidence),
    FILES,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Before anything else, where the nodes were no real ones. */
function simulated({ facts }: Evidence): string {
  const { kind } = facts.cluster;
  if (kind !== 'embedded') return '';
  return `> **${describeKind(kind)}**: the API server was kubectl-minisched's own, its nodes and their kubelets were simulated; no container ran.`;
}

/** ✔ all 27 checks passed; ✘ 2 of 27 checks failed. */
function verdict(evidence: Pick<Evidence, 'findings'>): string {
  const total = evidence.findings.length;
  const failed = evidence.findings.filter((finding) => !finding.ok).length;
  return failed === 0 ? `✔ all ${total} checks passed` : `✘ ${failed} of ${total} checks failed`;
}

function summary(evidence: Evidence): string {
  const { facts } = evidence;
  const { cluster } = facts;
  const rows = [
    ['Verdict', `**${verdict(evidence)}**`],
    ['Cluster', `${describeKind(cluster.kind)}, context \`${cluster.context}\``],
    ['Kubernetes', cluster.version],
    ['Nodes', cluster.nodes.map((node) => node.name).join(', ')],
    ['Scheduler', `\`${facts.scheduler}\`${whose(evidence)}`],
    ['Namespace', `\`${facts.namespace}\``],
    ['Cluster looked at', timeText(cluster.gatheredAt)],
    ['Written by', evidence.program],
    ['As a page', '[report.html](report.html): placement, timelines, scores and the terminal, drawn'],
  ];
  return table(['', ''], rows);
}

function whose({ facts, note }: Evidence): string {
  const own = ownPrograms(facts);
  if (own.length > 0)
    return `, a program of the person's own: ${own.map((line) => `\`${line}\``).join(', ')}`;
  return note.policy ? `, policy \`${note.policy}\`` : '';
}

const FILES = `## Files beside this page

${table(
  ['file', 'what'],
  [
    [
      '[`report.html`](report.html)',
      'the same story as one page for a browser: drawn placement, timelines, scores, the recorded terminal',
    ],
    ['`recording.cast`', 'the recorded terminal for `asciinema play`, if anything was played'],
    ['`evidence.json`', 'the facts, the findings and the timelines, for programs'],
    ['`journal.jsonl`', 'the recorded run: every command, its output, what was seen and when'],
    ['`screen.svg`', 'a picture of the recorded decisions, if any were recorded'],
    ['`scheduler.log`', "the scheduler's own log, if it kept one"],
    ['`outputs/`', 'what kubectl printed when the cluster was looked at'],
    ['`MANIFEST.sha256`', 'hashes of all files: `sha256sum -c MANIFEST.sha256`'],
  ],
)}

\`kubectl minisched verify --bundle .\` in this folder checks the hashes and tells the story again from its own facts.`;
