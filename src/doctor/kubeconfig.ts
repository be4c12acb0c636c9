import { dirname } from 'node:path';

import { KubeconfigDocument } from '../kube/kubeconfig-document.ts';
import { readKubeconfig } from '../kube/kubeconfig-file.ts';
import { type Access, accessOf, isFolder, nearestThere } from './access.ts';
import { type Finding, ok, trouble, warning } from './finding.ts';
import type { Machine } from './machine.ts';
import { probe } from './probe.ts';

/** One file of the kubeconfig. */
export interface KubeconfigFile {
  readonly path: string;
  readonly access: Access | 'folder';
  /** Why it cannot be understood: one sentence. */
  readonly malformed?: string;
}

export interface KubeconfigFacts {
  readonly files: readonly KubeconfigFile[];
  /** The file that a new context goes into. */
  readonly write: string;
  /** The nearest folder of that file that is there, and what may be done in it: a changed file replaces the old one. */
  readonly folder: { readonly path: string; readonly access: Access };
  /** Somebody changes the file, or did and was killed. */
  readonly locked: boolean;
}

/** Can the kubeconfig be read and changed? The context of the workshop's cluster goes into it. */
export const kubeconfigProbe = probe<KubeconfigFacts>({
  id: 'kubeconfig',
  title: 'kubeconfig',
  blocks: 'all',
  gather: gatherKubeconfig,
  judge: judgeKubeconfig,
});

export function judgeKubeconfig({ files, write, folder, locked }: KubeconfigFacts): Finding {
  for (const { path, access, malformed } of files) {
    if (access === 'folder') return trouble(`the kubeconfig ${path} is a folder`, ELSEWHERE);
    if (access === 'unreadable')
      return trouble(`the kubeconfig ${path} cannot be read by you`, own(path), ELSEWHERE);
    if (malformed !== undefined)
      return trouble(malformed, `kubectl config view --kubeconfig ${path}`, ELSEWHERE);
  }
  const target = files.find(({ path }) => path === write);
  if (target?.access === 'read-only')
    return trouble(`the kubeconfig ${write} cannot be written by you`, own(write), ELSEWHERE);
  if (folder.access !== 'writable')
    return trouble(
      `the kubeconfig ${write} cannot be changed: the folder ${folder.path} is not yours to write in`,
      own(folder.path),
      ELSEWHERE,
    );
  if (locked)
    return warning(
      `the kubeconfig ${write} is locked: another program changes it just now, or was ended while it did`,
      `rm ${write}.lock`,
    );
  return ok(
    target === undefined || target.access === 'absent'
      ? `${write} is not there yet and can be made`
      : `${write} can be read and changed`,
  );
}

const ELSEWHERE = 'export KUBECONFIG="$HOME/.kube/minisched"';

/** A command with sudo has often made it. */
function own(path: string): string {
  return `sudo chown -R "$USER" ${path}`;
}

function gatherKubeconfig({ kubeconfig: { paths, write } }: Machine): KubeconfigFacts {
  const folder = nearestThere(dirname(write));
  return {
    files: paths.map(fileFacts),
    write,
    folder: { path: folder, access: accessOf(folder) },
    locked: accessOf(`${write}.lock`) !== 'absent',
  };
}

function fileFacts(path: string): KubeconfigFile {
  if (isFolder(path)) return { path, access: 'folder' };
  const access = accessOf(path);
  if (access === 'absent' || access === 'unreadable') return { path, access };
  const malformed = whyMalformed(path);
  return { path, access, ...(malformed === undefined ? {} : { malformed }) };
}

function whyMalformed(path: string): string | undefined {
  try {
    // some of it is looked at only when it is asked for
    const document = new KubeconfigDocument(readKubeconfig(path), path);
    void document.currentContext;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
