import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package as it is installed, made small: its program prints `VERSION` and its arguments. */
export function installedPackage(root: string, version = 'one'): string {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      name: 'kubectl-minisched',
      type: 'module',
      files: ['dist', 'workshop', 'README.md', 'absent'],
    }),
    'README.md': '# read me\n',
    'dist/kubectl-minisched.js': `console.log('${version}', process.argv.slice(2).join(' '))\n`,
    'dist/deep/er/data.json': '{}',
    'workshop/.gitignore': 'bin\n',
    'workshop/node_modules/left/out.js': '',
    'src/no-part-of-it.ts': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
