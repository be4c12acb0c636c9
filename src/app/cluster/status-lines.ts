import { tableLines } from '../../workshop/table.ts';
import type { ClusterReport } from './status.ts';

/** The clusters as a person reads them; `wide` names every node. */
export function statusLines(reports: readonly ClusterReport[], name: string, wide: boolean): string[] {
  if (reports.length === 0) {
    return [
      `There is no cluster "${name}" that was made here. kubectl minisched cluster create ${name} makes one.`,
    ];
  }
  return reports.flatMap((report, at) => [
    ...(at === 0 ? [] : ['']),
    sentence(report),
    ...tableLines(rows(report, wide)),
    ...(report.state === 'healthy' ? [] : next(report)),
  ]);
}

function sentence({ name, kind, process, problem }: ClusterReport): string {
  const what = `The ${kind} cluster "${name}"${kind === 'embedded' ? ' (simulated nodes)' : ''}`;
  switch (process) {
    case 'crashed':
      return `${what} has crashed: its process ended without a word, as after kill -9 or a power cut.`;
    case 'stopped':
      return `${what} is stopped: its process does not run.`;
    case 'starting':
      return `${what} is just starting.`;
    default:
      return problem === undefined ? `${what} is running.` : `${what} is not well: ${problem}.`;
  }
}

function rows(report: ClusterReport, wide: boolean): string[][] {
  const { context, server, pid, nodes, ephemeral, data, log, lastWords } = report;
  return [
    ['  context', context],
    ...(server === undefined ? [] : [['  server', server]]),
    ...(pid === undefined ? [] : [['  process', `${String(pid)}${memory(report)}`]]),
    ['  nodes', wide ? nodes.join(', ') : String(nodes.length)],
    ...(ephemeral ? [['  data', 'in memory only']] : data === undefined ? [] : [['  data', data]]),
    ...(log === undefined ? [] : [['  log', log]]),
    ...(lastWords === undefined ? [] : [['  said', lastWords]]),
  ];
}

const MEBIBYTE = 1024 * 1024;

function memory({ memoryBytes }: ClusterReport): string {
  return memoryBytes === undefined ? '' : `, ${String(Math.round(memoryBytes / MEBIBYTE))} MiB of memory`;
}

function next({ name, kind, process, ephemeral }: ClusterReport): string[] {
  if (process === 'running' || process === 'starting') return [];
  const how =
    kind === 'kind' ? '' : ephemeral ? ', empty: it was kept in memory only' : ', with all its data';
  return [`Next: kubectl minisched cluster create ${name} --provider ${kind}   (starts it again${how})`];
}
