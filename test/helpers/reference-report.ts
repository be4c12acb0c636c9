import { systemClock } from '../../src/lib/clock.ts';
import type { Limits } from '../../src/trials/limits.ts';
import { TRIALS } from '../../src/trials/plays/index.ts';
import type { TrialId, TrialResult } from '../../src/trials/trial.ts';
import type { Reference } from './reference-schedulers.ts';
import { tempFolder } from './temp-folder.ts';
import { trialCluster, tried } from './trials.ts';

/** One of them, tried. */
export interface ReferenceResults {
  readonly reference: Reference;
  readonly seconds: number;
  readonly results: readonly TrialResult[];
}

/** How one is tried. */
export interface TryReferenceOptions {
  readonly limits?: Limits;
  /** For the program, beside what it has anyway. */
  readonly env?: Readonly<Record<string, string>>;
  /** All trials when missing. */
  readonly only?: readonly TrialId[];
}

/** Plays trials with it, on a cluster of its own. */
export async function tryReference(
  reference: Reference,
  { limits, env = {}, only }: TryReferenceOptions = {},
): Promise<ReferenceResults> {
  using folder = tempFolder();
  const program = reference.prepare(folder.path);
  const cluster = await trialCluster();
  const begun = systemClock.monotonic();
  try {
    const options = { ...(limits && { limits }), ...(only && { only }) };
    const results = await tried(cluster, { ...program, env: { ...program.env, ...env } }, options);
    return { reference, results, seconds: (systemClock.monotonic() - begun) / 1000 };
  } finally {
    await cluster.close();
  }
}

/** The table and what was found, in Markdown. */
export function reportText(all: readonly ReferenceResults[]): string {
  const head = ['trial', 'step', ...all.map(({ reference }) => reference.title)];
  const rows = TRIALS.map(({ id, step }) => [
    `\`${id}\``,
    String(step),
    ...all.map(({ results }) => signOf(results.find(({ trial }) => trial.id === id)?.ok)),
  ]);
  const passed = ['passed', '', ...all.map(({ results }) => countOf(results))];
  const took = ['took', '', ...all.map(({ seconds }) => `${String(Math.round(seconds))} s`)];
  const table = [head, head.map(() => '---'), ...rows, passed, took];
  return `${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n\n${all.map(detailsOf).join('\n')}`;
}

function signOf(ok: boolean | undefined): string {
  return ok === undefined ? '?' : ok ? 'passed' : '**not yet**';
}

function countOf(results: readonly TrialResult[]): string {
  return `${String(results.filter(({ ok }) => ok).length)} of ${String(results.length)}`;
}

function detailsOf({ reference, results }: ReferenceResults): string {
  const failed = results.filter(({ ok }) => ok === false);
  const lines = failed.map(
    ({ trial, found, mistake }) =>
      `- \`${trial.id}\`: ${found}.${mistake ? ` _${mistake.name[0]?.toUpperCase() ?? ''}${mistake.name.slice(1)}._` : ''}`,
  );
  const all = lines.length === 0 ? ['- passes all.'] : lines;
  return `**${reference.title}**: ${reference.what}\n\n${all.join('\n').replaceAll(/minisched-trials-[0-9a-f]+/g, 'NAMESPACE')}\n`;
}
