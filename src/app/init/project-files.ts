import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Language, PROJECT_FILE, SCHEDULER_FILES, SCHEDULER_NAME } from '../../project/project.ts';
import { projectText } from '../../project/project-text.ts';
import { skeletonText, solvedText } from '../../project/skeleton.ts';
import { templateParts } from '../../project/template-parts.ts';
import { LANGUAGE_FACTS } from './languages.ts';

/** A file of a new project; its name has `/` between folders. */
export interface ProjectFile {
  readonly name: string;
  readonly text: string;
}

/** Everything that a new project consists of, from the templates in `content` (the package's `workshop` folder). */
export function projectFiles(content: string, lang: Language, solution: boolean): readonly ProjectFile[] {
  const templates = join(content, 'templates');
  const read = (...path: string[]): string => readFileSync(join(templates, ...path), 'utf8');
  const { files, build, run } = LANGUAGE_FACTS[lang];
  const scheduler = SCHEDULER_FILES[lang];
  const parts = templateParts(read(lang, scheduler));
  const project = { lang, schedulerName: SCHEDULER_NAME, run, ...(build !== undefined && { build }) };
  return [
    { name: scheduler, text: solution ? solvedText(parts) : skeletonText(parts) },
    { name: 'README.md', text: readmeText(read('project-readme.md'), lang) },
    { name: PROJECT_FILE, text: projectText(project) },
    ...files.map((name) => ({ name, text: read(lang, templateName(name)) })),
  ];
}

/** npm leaves a .gitignore out of a package, and heeds it: in the templates what begins with a dot begins with `dot-`. */
function templateName(name: string): string {
  return name.replace(/^\./, 'dot-');
}

function readmeText(template: string, lang: Language): string {
  const { names, install, test, start } = LANGUAGE_FACTS[lang];
  const values: Readonly<Record<string, string>> = {
    ...names,
    install,
    test,
    start,
    file: SCHEDULER_FILES[lang],
    schedulerName: SCHEDULER_NAME,
  };
  return template.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
