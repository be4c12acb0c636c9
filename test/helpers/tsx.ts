import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

/**
 * Lets this process load `.tsx`: Node strips types but knows no JSX. Called before anything of `src/tui` that draws is loaded, hence
 * that with `await import(…)`. For a whole program see {@link TSX_FLAGS}.
 */
export function loadTsx(): void {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith('.tsx')) return next(url, context);
      const file = fileURLToPath(url);
      const { code } = transformSync(readFileSync(file, 'utf8'), {
        loader: 'tsx',
        jsx: 'automatic',
        format: 'esm',
        sourcefile: file,
        sourcemap: 'inline',
      });
      return { format: 'module', shortCircuit: true, source: code };
    },
  });
  // React decides by this when it is first loaded; the screen always runs with the production one
  process.env['NODE_ENV'] ??= 'production';
}

/** The flags of a Node that runs the program from its sources, screen and all. */
export const TSX_FLAGS: readonly string[] = [
  '--import',
  `data:text/javascript,import{loadTsx}from${JSON.stringify(import.meta.url)};loadTsx()`,
];
