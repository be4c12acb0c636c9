import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

// React decides by this when it is first loaded; the screen always runs with the production one
process.env['NODE_ENV'] ??= 'production';

/**
 * Lets this process load `.tsx`: Node strips types but knows no JSX. Imported before anything of `src/tui` is, hence by those with
 * `await import(…)`; or for a whole program by `node --import`.
 */
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
