import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { errorCode } from '../../lib/error-code.ts';
import { UsageError } from '../../lib/errors.ts';
import {
  NoWorkload,
  together,
  type Wanted,
  wantedOf,
  type WorkloadContext,
} from '../../simulate/workloads.ts';
import { readYamlStream } from '../../workshop/yaml-document.ts';

/** Where manifests come from: a file relative to `cwd`, or `-`. */
export interface ManifestSource {
  readonly cwd: string;
  readonly stdin: Readable;
}

/** What the manifests ask for, in order. A `UsageError` names the file, and the object that is none. */
export async function readManifests(
  files: readonly string[],
  source: ManifestSource,
  context: WorkloadContext,
): Promise<Wanted> {
  const all: Wanted[] = [];
  for (const file of files) all.push(...objectsOf(file, await textOf(file, source), context));
  return together(all);
}

async function textOf(file: string, { cwd, stdin }: ManifestSource): Promise<string> {
  if (file === '-') return text(stdin);
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const code = errorCode(cause) ?? '';
    throw new UsageError(`cannot read ${file}: ${code === 'ENOENT' ? 'there is no such file' : code}`, {
      cause,
    });
  }
}

function objectsOf(file: string, source: string, context: WorkloadContext): Wanted[] {
  const documents = readYamlStream(source);
  if ('broken' in documents) throw new UsageError(`${file}:${documents.line}: ${documents.broken}`);
  return documents.map((document, at) => {
    try {
      return wantedOf(document, context);
    } catch (error) {
      if (!(error instanceof NoWorkload)) throw error;
      throw new UsageError(`${file}: document ${at + 1} is no workload: ${error.message}`, {
        next: 'simulate takes pods, deployments, replica sets, stateful sets, daemon sets and jobs',
        cause: error,
      });
    }
  });
}
