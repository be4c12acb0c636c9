import { resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { checkBundle } from '../verify/bundle/check.ts';
import { readBundle } from '../verify/bundle/files.ts';
import { bundleReport } from '../verify/report.ts';
import type { Style } from '../workshop/style.ts';
import { PROGRAM } from './program-name.ts';

/** What `kubectl minisched verify --bundle` was asked for. */
export interface VerifyBundleOptions {
  readonly bundle: string;
  readonly output: 'text' | 'json';
  readonly style: Style;
}

/** Checks a bundle that someone handed in, without any cluster, and prints what was found. Resolves to the verdict. */
export function verifyBundle(cli: CliContext, { bundle, output, style }: VerifyBundleOptions): boolean {
  const report = checkBundle(readBundle(resolve(cli.cwd, bundle)), PROGRAM);
  const { ok, findings, evidence } = report;
  cli.stdout.write(
    output === 'json'
      ? `${JSON.stringify({ bundle, ok, findings, evidence }, null, 2)}\n`
      : bundleReport(report, bundle, style),
  );
  return ok;
}
