import { toError } from '../../lib/abort.ts';

/** What a plugin threw, with the words of upstream's framework around it: the attempt is an error, not a verdict. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}

/** @see PluginError */
export function running(point: string, plugin: string, error: unknown): PluginError {
  const cause = toError(error);
  return new PluginError(`running ${point} plugin "${plugin}": ${cause.message}`, { cause });
}
