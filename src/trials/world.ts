import { randomBytes } from 'node:crypto';

import { isNotFound } from '../api/errors.ts';
import { isReady } from '../api/nodes.ts';
import { listAll } from '../api/list-all.ts';
import { NAMESPACES } from '../api/resources.ts';
import { pauseImage } from '../workshop/pause-image.ts';
import { POD_SELECTOR } from '../workshop/marks.ts';
import { LIMITS } from './limits.ts';
import { News } from './news.ts';
import { Patience } from './patience.ts';
import { startProxy } from './proxy/proxy.ts';
import type { TrialsOptions } from './run-trials.ts';
import { RunningProgram } from './running-program.ts';
import { Scenery } from './scenery.ts';
import type { Stage } from './stage.ts';
import { ClusterView } from './view.ts';

/** A stage, and how it is taken down. */
export interface World extends Stage {
  /** Ends the program, removes all that was made, and closes the rest. Does not reject because the run was aborted. */
  close(): Promise<void>;
}

const READY_LIMIT_MS = 5000;
const NAMESPACE_PREFIX = 'minisched-trials-';
/** An impatient person's program gets so long to end. */
const HURRY_MS = 1500;

/** Everything that trials stand on; the program is not started yet. What a run that was killed left on the cluster is removed. */
export async function openWorld(options: TrialsOptions): Promise<World> {
  const { program, cluster, clock, random, signal, folder, limits = LIMITS } = options;
  const { api, mayChangeNodes } = cluster;
  const ending = new AbortController();
  const news = new News(clock, signal);
  const ownNews = new News(clock, ending.signal);
  const tell = (): void => {
    news.tell();
    ownNews.tell();
  };
  await sweep(options);
  const namespace = `${NAMESPACE_PREFIX}${randomBytes(4).toString('hex')}`;
  const view = await ClusterView.open({ api, namespace, tell, clock, random, signal: ending.signal });
  // a cluster that has just begun has nodes that are not ready yet
  await news.until(() => view.nodes().length > 0 && view.nodes().every(isReady), READY_LIMIT_MS);
  await news.until(() => view.workers().length > 0, READY_LIMIT_MS);
  const token = randomBytes(24).toString('hex');
  const proxy = await startProxy({ upstream: cluster.upstream, token, clock, changed: tell });
  const { schedulerName } = program;
  const image = pauseImage(view.nodes());
  const scenery = new Scenery({
    api,
    view,
    news,
    ownNews,
    clock,
    namespace,
    schedulerName,
    image,
    mayChangeNodes,
  });
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    options.observe({ type: 'said', line, stream });
  };
  const running = new RunningProgram({ program, proxy, token, folder, news, clock, onLine, limits });
  await scenery.build();
  await scenery.strike();
  return {
    schedulerName,
    view,
    scenery,
    program: running,
    proxy,
    news,
    patience: new Patience(limits, () => proxy.log.openWatches('pods').length > 0),
    clock,
    signal,
    async close() {
      const hurry = new AbortController();
      const cancel = signal.aborted
        ? clock.after(HURRY_MS, () => {
            hurry.abort();
          })
        : () => {};
      await running.stop(hurry.signal);
      cancel();
      try {
        await scenery.strike();
        await scenery.remove();
      } finally {
        ending.abort(new Error('the trials are over'));
        await proxy.close();
      }
    },
  };
}

/** Namespaces that a run which was killed has left. */
async function sweep({ cluster: { api }, signal }: TrialsOptions): Promise<void> {
  const ours = await listAll(api, NAMESPACES, { labelSelector: POD_SELECTOR, signal });
  for (const { metadata } of ours) {
    if (!metadata.name.startsWith(NAMESPACE_PREFIX) || metadata.deletionTimestamp !== undefined) continue;
    await api.delete(NAMESPACES, { name: metadata.name }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }
}
