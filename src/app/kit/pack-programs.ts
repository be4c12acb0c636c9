import { statSync } from 'node:fs';

import { findProgram } from '../../exec/find-program.ts';
import { run } from '../../exec/run.ts';
import { whyNotPortable } from '../../kit/static-program.ts';
import type { PartSource } from '../../kit/write-kit.ts';
import { systemClock } from '../../lib/clock.ts';
import type { CliContext } from '../context.ts';

/** A program that goes into a kit beside ours. */
export interface PackedProgram {
  readonly name: string;
  /** What it says of its version; empty where it says none. */
  readonly version: string;
  readonly source: PartSource;
}

const ENDING = process.platform === 'win32' ? '.exe' : '';
/** A Node.js that keeps most of itself in a library, as some distributions build it, is smaller than this. */
const WHOLE_NODE_BYTES = 30 * 1024 * 1024;

/** The Node.js that runs us; undefined, and said, where it would not run alone on another machine. */
export function nodeProgram(cli: CliContext): PackedProgram | undefined {
  const file = process.execPath;
  if (statSync(file).size < WHOLE_NODE_BYTES) {
    cli.stdout.write(
      `Without Node.js: ${file} needs libraries of this machine. Who unpacks the kit needs one.\n`,
    );
    return undefined;
  }
  const source = { path: `program/runtime/node${ENDING}`, file, executable: true };
  return { name: 'node', version: process.versions.node, source };
}

/** kind and kubectl of this machine; says of each that is left out why. */
export async function toolPrograms(cli: CliContext): Promise<PackedProgram[]> {
  const found = await Promise.all(
    [
      { name: 'kind', path: findProgram('kind', cli.env), ask: ['version'] },
      {
        name: 'kubectl',
        path: cli.env['KUBECTL_PATH'] || findProgram('kubectl', cli.env),
        ask: ['version', '--client'],
      },
    ].map(async ({ name, path, ask }): Promise<PackedProgram[]> => {
      const why = path === undefined ? 'it is not on PATH' : whyNotPortable(path);
      if (path === undefined || why !== undefined) {
        cli.stdout.write(`Without ${name}: ${why ?? ''}.\n`);
        return [];
      }
      const source = { path: `program/bin/${name}${ENDING}`, file: path, executable: true };
      return [{ name, version: await versionOf(cli, path, ask), source }];
    }),
  );
  return found.flat();
}

async function versionOf({ env, signal }: CliContext, file: string, ask: readonly string[]): Promise<string> {
  const { stdout } = await run([file, ...ask], {
    env,
    signal,
    now: () => systemClock.now(),
    timeoutMs: 10_000,
  });
  return /v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? '';
}
