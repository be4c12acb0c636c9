import { yamlText } from '../workshop/yaml-text.ts';
import type { Project } from './project.ts';

/** The text of a `minisched.yaml`, with a word on each line: `parseProject` reads the same project from it. */
export function projectText({ lang, schedulerName, build, run }: Omit<Project, 'folder'>): string {
  return [
    '# How kubectl minisched builds and starts your scheduler: lines for a shell in this folder.',
    yamlText({ lang }),
    '# spec.schedulerName of the pods that are yours; your program is told as SCHEDULER_NAME',
    yamlText({ schedulerName }),
    ...(build === undefined ? [] : ['# before each start, and on each save', yamlText({ build })]),
    '# ends when it gets SIGTERM',
    yamlText({ run }),
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join('');
}
