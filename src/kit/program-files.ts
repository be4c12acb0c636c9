import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../lib/errors.ts';
import type { PartSource } from './write-kit.ts';

/** The bundle's entry: what an installed package has and an unbuilt clone has not. */
const ENTRY = 'dist/kubectl-minisched.js';
/** What grows in a clone while one works in it, and is no part of the package. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git', '.venv', '__pycache__', '.DS_Store']);

/**
 * The files of the package in `root`, as npm would pack them (`files` of its package.json), below `program/`, with a starter in
 * `program/bin/` beside them. Throws a `UserError` when it is not built.
 */
export function programFiles(root: string): PartSource[] {
  if (!existsSync(join(root, ENTRY)))
    throw new UserError(`${root} is not built yet, so there is no program to pack`, { next: 'npm ci' });
  const listed = ['package.json', ...filesOf(join(root, 'package.json'))];
  const files = listed.flatMap((path) => filesBelow(root, path));
  return [
    { path: 'program/bin/kubectl-minisched', text: STARTER, executable: true },
    // elsewhere kubectl would count it as a second plugin of that name
    ...(process.platform === 'win32'
      ? [{ path: 'program/bin/kubectl-minisched.cmd', text: WINDOWS_STARTER, executable: true }]
      : []),
    ...files.map((path) => ({
      path: `program/${path}`,
      file: join(root, path),
      executable: (statSync(join(root, path)).mode & 0o100) !== 0,
    })),
  ];
}

/** Finds its own folder through links, and runs the kit's Node.js, else the machine's. */
const STARTER = `#!/bin/sh
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$self")/.." && pwd)
node=$root/runtime/node
[ -x "$node" ] || node=node
exec "$node" "$root/dist/kubectl-minisched.js" "$@"
`;

const WINDOWS_STARTER = `@echo off\r
set "root=%~dp0.."\r
if exist "%root%\\runtime\\node.exe" ("%root%\\runtime\\node.exe" "%root%\\dist\\kubectl-minisched.js" %*) else (node "%root%\\dist\\kubectl-minisched.js" %*)\r
`;

function filesOf(manifest: string): readonly string[] {
  const value: { readonly files?: readonly string[] } = JSON.parse(readFileSync(manifest, 'utf8'));
  return value.files ?? [];
}

/** Files only, links followed; in order, so that the same program makes the same kit. */
function filesBelow(root: string, path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  const stat = statSync(full);
  if (stat.isFile()) return [path];
  if (!stat.isDirectory()) return [];
  return readdirSync(full)
    .filter((name) => !LEFT_OUT.has(name))
    .toSorted()
    .flatMap((name) => filesBelow(root, `${path}/${name}`));
}
