import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '../../lib/errors.ts';
import type { PluginContext } from '../../scheduler/config/registry.ts';
import { EXTENSION_METHODS } from '../../scheduler/framework/extension-points.ts';
import type { Plugin } from '../../scheduler/framework/plugin.ts';

/** What a module of the user's exports: a plugin, or what makes one of the args in its `pluginConfig` (undefined without). */
export type PluginExport = Plugin | ((args: unknown, context: PluginContext) => Plugin);

/** A module that was named with `--plugin`. */
export interface PluginModule {
  readonly file: string;
  /** Of its score; 1 when not said. */
  readonly weight: number;
  readonly exported: PluginExport;
}

/** `./my-score.ts` or `./my-score.ts=5`. */
const FLAG = /^(?<file>.+?)(?:=(?<weight>\d+))?$/s;

/**
 * Loads a module of the user's, TypeScript or JavaScript; `flag` is a file relative to `cwd`, with `=WEIGHT` or without. Its default export,
 * or the one named `plugin`, is the plugin. A `UsageError` says what is wrong with it.
 */
export async function loadPluginModule(flag: string, cwd: string): Promise<PluginModule> {
  const { file = flag, weight = '1' } = FLAG.exec(flag)?.groups ?? {};
  if (Number(weight) < 1) throw wrong(file, 'the weight of a plugin is 1 or more');
  const path = resolve(cwd, file);
  if (!existsSync(path)) throw wrong(file, 'there is no such file');
  const exports = await load(file, path);
  const exported = [exports['default'], exports['plugin']].find(isPluginExport);
  if (!exported)
    throw wrong(
      file,
      'it exports no plugin, neither as default nor as plugin: an object with a name and a score, say',
    );
  return { file, weight: Number(weight), exported };
}

/** The plugin of a module, made of these args. A `UsageError` when what its function returns is none. */
export function pluginOf({ file, exported }: PluginModule, args: unknown, context: PluginContext): Plugin {
  const plugin = typeof exported === 'function' ? made(file, () => exported(args, context)) : exported;
  if (!isPlugin(plugin))
    throw wrong(file, 'its function returns no plugin: an object with a name and a score, say');
  return plugin;
}

async function load(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    provideContract();
    const exports: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
    return exports;
  } catch (error) {
    const [, line] = (error instanceof Error ? error.stack : '')?.split('\n', 1)[0]?.match(/:(\d+)$/) ?? [];
    throw wrong(
      line === undefined ? file : `${file}:${line}`,
      `it cannot be loaded: ${firstLine(error)}`,
      error,
    );
  }
}

/** What modules import of ours. */
const CONTRACT = 'kubectl-minisched/plugin';
let isProvided = false;

/** A module may stand anywhere, where Node would not find this package: its import of the contract leads to us. */
function provideContract(): void {
  if (isProvided) return;
  isProvided = true;
  const built = import.meta.resolve(CONTRACT);
  const source = new URL('../../scheduler/config/contract.ts', import.meta.url).href;
  const url = existsSync(fileURLToPath(built)) ? built : source;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === CONTRACT ? { url, shortCircuit: true } : next(specifier, context),
  });
}

function made(file: string, make: () => Plugin): Plugin {
  try {
    return make();
  } catch (error) {
    throw wrong(file, `its function fails: ${firstLine(error)}`, error);
  }
}

function isPluginExport(value: unknown): value is PluginExport {
  return typeof value === 'function' || isPlugin(value);
}

/** A name, and something to do at one extension point at least. */
function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null || !('name' in value)) return false;
  return (
    typeof value.name === 'string' &&
    value.name !== '' &&
    Object.values(EXTENSION_METHODS).some((methods) =>
      methods.some((method) => typeof Reflect.get(value, method) === 'function'),
    )
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n', 1)[0] ?? text;
}

function wrong(file: string, message: string, cause?: unknown): UsageError {
  return new UsageError(`--plugin ${file}: ${message}`, {
    next: 'README.md, "A plugin of your own", shows one in ten lines',
    cause,
  });
}
