import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of a Kubernetes release that tests start: a folder as envtest makes it ($KUBEBUILDER_ASSETS). */
export type Program = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl';

/**
 * False when all programs are there; else the reason to skip, which is printed loudly as well. For
 * `test(name, { skip: missing('etcd', 'kube-apiserver') }, …)`.
 */
export function missing(...programs: readonly Program[]): string | false {
  const absent = programs.filter((program) => findProgram(program) === undefined);
  if (absent.length === 0) return false;
  return loudly(`${absent.join(', ')} not found: set KUBEBUILDER_ASSETS (see ../shared/kind-lab/README.md)`);
}

/** The same for programs on PATH. */
export function missingOnPath(...programs: readonly string[]): string | false {
  const absent = programs.filter((program) => findOnPath(program) === undefined);
  return absent.length === 0 ? false : loudly(`not on PATH: ${absent.join(', ')}`);
}

/** The same for what a kind cluster takes: docker with its engine running, kind, kubectl. */
export function missingForKind(): string | false {
  const absent = missingOnPath('docker', 'kind') || missing('kubectl');
  if (absent) return absent;
  const engine = spawnSync('docker', ['version'], { stdio: 'ignore' });
  return engine.status === 0 ? false : loudly('the Docker engine does not run');
}

/** The same for a program in Go: the compiler, and the modules of its folder (here, or by a proxy that answers). */
export function missingForGo(folder: string): string | false {
  const absent = missingOnPath('go');
  if (absent) return absent;
  const { status } = spawnSync('go', ['mod', 'download'], { cwd: folder, stdio: 'ignore', timeout: 60_000 });
  return status === 0 ? false : loudly('the Go modules are not here and cannot be downloaded');
}

/** The program's file: in $KUBEBUILDER_ASSETS, else on PATH; undefined when it is nowhere. */
export function findProgram(program: Program): string | undefined {
  const folder = process.env['KUBEBUILDER_ASSETS'];
  return (folder ? executable(folder, program) : undefined) ?? findOnPath(program);
}

function findOnPath(program: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = executable(folder, program);
    if (file) return file;
  }
  return undefined;
}

function executable(folder: string, program: string): string | undefined {
  const file = join(folder, program);
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    // not in this folder
    return undefined;
  }
}

function loudly(reason: string): string {
  process.stderr.write(`SKIPPED: ${reason}\n`);
  return reason;
}
