/** Folders in which nobody writes a scheduler: what tools keep, and what builds make. */
const FOLDERS = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'bin',
  'dist',
  'build',
  'out',
  'target',
  'obj',
  'vendor',
  'venv',
  '__pycache__',
  'coverage',
]);

/** What editors and tools write beside a file: swap files, backups, locks, compiled code. */
const FILES: readonly RegExp[] = [
  // vim: .name.swp, .name.swo, and 4913, with which it tries whether it may write
  /\.sw[a-z]$/i,
  /^4913$/,
  // emacs: name~, #name#, .#name
  /~$/,
  /^#.*#$/,
  /^\.#/,
  // atomic saves: JetBrains, Kate, gedit, our own backups
  /___jb_(?:tmp|old)___$/,
  /\.kate-swp$/,
  /^\.goutputstream-/,
  /\.(?:bak|orig|rej|tmp|temp|part)$/i,
  /\.tmp\.\d/,
  /^\.DS_Store$/,
  // what builds and runs leave
  /\.(?:o|obj|a|so|dylib|dll|exe|pyc|pyo|class|jar|test|prof|log|tsbuildinfo)$/i,
];

/** Whether a folder of this name is looked into. Those that are hidden (`.venv`, `.minisched`, `.idea`, …) are tools' own. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || FOLDERS.has(name);
}

/** Whether a change to a file of this name is a save. */
export function isIgnoredFile(name: string): boolean {
  return FILES.some((form) => form.test(name));
}
