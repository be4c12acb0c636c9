import { badRequest } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import type { Exchange } from '../exchange.ts';
import { first } from '../requests/query.ts';

const NOTHING_RUNS = 'nothing runs in an embedded cluster: its nodes and containers are simulated';

/** What leads to a container's process, of which there is none (pkg/registry/core/pod/rest/subresources.go). */
export const CONNECTIONS: ReadonlySet<string> = new Set(['log', 'exec', 'attach', 'portforward']);

/** Says that nothing runs here, after whatever the real server finds wrong with the request. Throws `StatusError`. */
export function connect(exchange: Exchange, target: Target): Answer {
  const { subresource, ...whole } = target;
  const pod = typed<Pod>(exchange.options.verbs.get(whole).object);
  if (subresource !== 'portforward') checkContainer(pod, first(exchange.query, 'container') ?? '');
  const isPlaced = (pod.spec?.nodeName ?? '') !== '';
  if (subresource === 'log') return isPlaced ? log(`${NOTHING_RUNS}, and write no logs.\n`) : notYet();
  if (!isPlaced) throw badRequest(`pod ${pod.metadata.name ?? ''} does not have a host assigned`);
  throw badRequest(NOTHING_RUNS);
}

function checkContainer({ metadata, spec }: Pod, container: string): void {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec ?? {};
  const name = metadata.name ?? '';
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((each) => each.name);
  if (container !== '' && !all.includes(container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  }
  if (container !== '' || containers.length < 2) return;
  const choices = containers.map((each) => each.name).join(' ');
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${choices}]`);
}

function log(text: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
}

function notYet(): Answer {
  return { status: 204, headers: {}, body: '' };
}
