import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Project, SCHEDULER_FILES } from '../../project/project.ts';
import { templateParts } from '../../project/template-parts.ts';
import type { Skeleton } from './skeleton.ts';

/** What `init` made a project of; undefined where the project has no such file, and so was not made by it. `root` is the package's folder. */
export function skeletonOf(
  { folder, lang }: Pick<Project, 'folder' | 'lang'>,
  root: string,
): Skeleton | undefined {
  const file = SCHEDULER_FILES[lang];
  if (!existsSync(join(folder, file))) return undefined;
  const template = readFileSync(join(root, 'workshop', 'templates', lang, file), 'utf8');
  return { folder, file, parts: templateParts(template) };
}

/** The steps for which it leaves something open. */
export function openSteps({ parts }: Skeleton): readonly number[] {
  return [...new Set(parts.flatMap((part) => ('text' in part ? [] : [part.step])))];
}
