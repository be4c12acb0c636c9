import { resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { documentText, type OutputFormat } from './document.ts';
import { checkBundle } from '../verify/bundle/check.ts';
import { readBundle } from '../verify/bundle/files.ts';
import { bundleReport } from '../verify/report.ts';
import type { Style } from '../workshop/style.ts';
import { PROGRAM } from './program-name.ts';
import { drawRecord } from './screen/recorded-screen.ts';

/** What `kubectl minisched verify --bundle` was asked for. */
export interface VerifyBundleOptions {
  readonly bundle: string;
  readonly output?: OutputFormat;
  readonly style: Style;
}

/** Checks a bundle that someone handed in, without any cluster, and prints what was found. Resolves to the verdict. */
export function verifyBundle(cli: CliContext, { bundle, output, style }: VerifyBundleOptions): boolean {
  const report = checkBundle(readBundle(resolve(cli.cwd, bundle)), PROGRAM, drawRecord);
  const { ok, findings, evidence } = report;
  cli.stdout.write(
    documentText({ bundle, ok, findings, evidence }, output) ??
      bundleReport(report, bundle, { ...style, wide: output === 'wide' }),
  );
  return ok;
}
