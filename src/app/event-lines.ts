import type { Mode, SchedulerEvent } from '../scheduler/events.ts';
import { eventText, verdictText } from '../scheduler/log-text.ts';

/** How events are written. */
export interface LineOptions {
  readonly mode: Mode;
  readonly logFormat: 'text' | 'json' | 'yaml';
  readonly v: number;
}

/** Writes each event as `--log-format` asks. YAML is loaded only for who wants it. */
export async function eventLines(
  print: (line: string) => void,
  options: LineOptions,
): Promise<(event: SchedulerEvent) => void> {
  if (options.logFormat === 'text') return textLines(options, print);
  if (options.logFormat === 'json') return (event) => print(JSON.stringify(event));
  const { yamlText } = await import('../workshop/yaml-text.ts');
  return (event) => print(`---\n${yamlText(event).trimEnd()}`);
}

/** Lines for people: by default what happened to pods and to the connection, with `-v 1` also why pods are tried again. */
function textLines({ mode, v }: LineOptions, print: (line: string) => void): (event: SchedulerEvent) => void {
  return (event) => {
    if (event.type === 'requeued' && v < 1) return;
    if (event.type === 'noticed' && mode !== 'watch' && v < 1) return;
    const text = eventText(event);
    if (text !== undefined) print(text);
    if (event.type === 'decided') for (const verdict of event.nodes) print(`  ${verdictText(verdict)}`);
    if (event.type === 'unschedulable' && v >= 1)
      for (const verdict of event.nodes) print(`  ${verdictText(verdict)}`);
  };
}
