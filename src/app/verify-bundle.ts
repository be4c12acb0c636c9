import { resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { documentText, type OutputFormat } from './document.ts';
import type { ClusterKind } from '../clusters/provider.ts';
import { systemClock } from '../lib/clock.ts';
import { contentOf, judgeBundles } from '../verify/bundles/collect.ts';
import { bundleCsv } from '../verify/bundles/csv.ts';
import { findBundles, foldersWithout, type FoundBundle, isItself } from '../verify/bundles/find.ts';
import { judgeBundle, type Judging } from '../verify/bundles/judge.ts';
import { bundleTable } from '../verify/bundles/table.ts';
import { bundleReport } from '../verify/report.ts';
import { safe } from '../verify/terminal.ts';
import type { Style } from '../workshop/style.ts';
import { PROGRAM } from './program-name.ts';
import { drawRecord } from './screen/recorded-screen.ts';

/** What `kubectl minisched verify --bundle` was asked for. */
export interface VerifyBundleOptions {
  /** Bundles (folders, archives) and folders of bundles. */
  readonly bundles: readonly string[];
  /** The kind of cluster that was asked for. */
  readonly expect?: ClusterKind;
  readonly output?: OutputFormat | 'csv';
  readonly style: Style;
}

/**
 * Checks bundles that were handed in, without any cluster, and prints what was found: of a single one every finding, of several a table. Resolves
 * to whether every one is good. Rejects with a `UserError` when a single one cannot be read.
 */
export async function verifyBundles(cli: CliContext, options: VerifyBundleOptions): Promise<boolean> {
  const found = findBundles(options.bundles, cli.cwd);
  const judging = {
    program: PROGRAM,
    draw: drawRecord,
    now: systemClock.now(),
    ...(options.expect === undefined ? {} : { expect: options.expect }),
  };
  const without = foldersWithout(options.bundles, cli.cwd, found);
  if (without.length > 0) cli.stderr.write(`no bundle of evidence is in ${safe(without.join(', '))}\n`);
  const [only] = found;
  const isOne = options.bundles.length === 1 && isItself(resolve(cli.cwd, options.bundles[0] ?? ''));
  return isOne && only && options.output !== 'csv'
    ? verifyOne(cli, options, only, judging)
    : verifyMany(cli, options, found, judging);
}

async function verifyOne(
  cli: CliContext,
  { output, style }: VerifyBundleOptions,
  found: FoundBundle,
  judging: Judging,
): Promise<boolean> {
  const report = judgeBundle(await contentOf(found), judging);
  const { ok, findings, evidence } = report;
  cli.stdout.write(
    documentText({ bundle: found.name, ok, findings, evidence }, forDocuments(output)) ??
      bundleReport(report, found.name, { ...style, wide: output === 'wide' }),
  );
  return ok;
}

async function verifyMany(
  cli: CliContext,
  { output, style }: VerifyBundleOptions,
  found: readonly FoundBundle[],
  judging: Judging,
): Promise<boolean> {
  const bundles = await judgeBundles(found, judging);
  const ok = bundles.every(({ verdict }) => verdict === 'good');
  cli.stdout.write(
    output === 'csv'
      ? bundleCsv(bundles)
      : (documentText({ ok, bundles }, output) ??
          bundleTable(bundles, { ...style, wide: output === 'wide' })),
  );
  return ok;
}

function forDocuments(output: VerifyBundleOptions['output']): OutputFormat | undefined {
  return output === 'csv' ? undefined : output;
}
