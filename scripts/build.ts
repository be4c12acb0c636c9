/** Bundles src/ into dist/: one launcher, one main, chunks that commands load when they run, and the facts that the embedded cluster reads; what plugins import. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const dist = new URL('../dist/', import.meta.url).pathname;
const src = (name: string) => new URL(`../src/${name}`, import.meta.url).pathname;

rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: [src('main.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  define: { 'process.env.NODE_ENV': '"production"' },
  // ink loads it only when DEV is set
  external: ['react-devtools-core'],
  // CommonJS packages inside an ES module still call require for Node's own modules
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await build({
  entryPoints: { 'kubectl-minisched': src('launcher.ts') },
  outdir: dist,
  bundle: true,
  // must parse on the older Node that it turns away
  target: 'node14',
  format: 'esm',
  platform: 'node',
  external: ['./main.ts'],
  plugins: [
    {
      name: 'main-is-beside',
      setup: (build) =>
        build.onResolve({ filter: /\.\/main\.ts$/ }, () => ({ path: './main.js', external: true })),
    },
  ],
  logLevel: 'warning',
});
chmodSync(`${dist}kubectl-minisched.js`, 0o755);
// what a plugin of one's own imports (package.json, exports), and its types
await build({
  entryPoints: { plugin: src('scheduler/config/contract.ts') },
  outdir: dist,
  bundle: true,
  target: 'node22',
  format: 'esm',
  platform: 'node',
  logLevel: 'warning',
});
const root = new URL('..', import.meta.url).pathname;
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  cwd: root,
  stdio: 'inherit',
});
// read by the chunk that serves the API, as `./name.json` beside it
const facts = src('embedded/data/');
for (const name of readdirSync(facts).filter((name) => name.endsWith('.json'))) {
  copyFileSync(`${facts}${name}`, `${dist}${name}`);
}
// read by the chunk that writes the evidence
const page = src('verify/report-page/browser/');
for (const name of ['report-page.css', 'report-player.js']) copyFileSync(`${page}${name}`, `${dist}${name}`);
