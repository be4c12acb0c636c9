import { readManifest } from '../manifests.ts';
import { configureScheduler, startScheduler, stopScheduler } from '../scheduler-control.ts';
import type { NamedConfig } from '../wanted-scheduler.ts';
import type { Play, Scene } from './scene.ts';
import type { Item } from './schema.ts';

/** Starts the scheduler as the step wants it, stops it, or gives the one that runs another configuration. */
export const playScheduler: Play<Extract<Item, { scheduler: unknown }>> = async (item, scene) => {
  const { stage } = scene;
  const { config: name, policy, assume } = item.with ?? {};
  const config = name === undefined ? undefined : configOf(name, scene);
  if (item.scheduler === 'stop') await stopScheduler(stage);
  else if (item.scheduler === 'configure') {
    if (config) await configureScheduler(stage, config);
  } else
    await startScheduler(stage, {
      mode: item.mode ?? 'bind',
      ...(policy !== undefined && { policy }),
      ...(assume !== undefined && { assume }),
      ...(config && { config }),
    });
  return true;
};

function configOf(name: string, { step, values }: Scene): NamedConfig {
  return { name, text: readManifest(step, name, values) };
}
