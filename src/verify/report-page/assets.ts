import { readFileSync } from 'node:fs';

/** The page's style sheet; `npm run build` puts it beside the program. */
export function styleSheet(): string {
  return asset('report-page.css');
}

/** What plays the recording, in the browser. */
export function playerProgram(): string {
  return asset('report-player.js');
}

/** The sources lie in `browser/`; in what was built they lie beside this very code. */
function asset(name: string): string {
  const here = import.meta.url.endsWith('.ts') ? './browser/' : './';
  // browsers read line ends so, and hash what they read
  return readFileSync(new URL(`${here}${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}
