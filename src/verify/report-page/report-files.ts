import { castText } from './cast.ts';
import { reportPage } from './page.ts';
import { recordOf, type ReportParts } from './record.ts';

/** The page's file in the bundle. */
export const REPORT = 'report.html';
/** The recorded terminal's file in the bundle; absent when nothing was played. */
export const RECORDING = 'recording.cast';

/** File → text: the page that tells the story, and the recording that it plays. Pure: whoever has the bundle's other files can make both again. */
export function reportFiles(parts: ReportParts): ReadonlyMap<string, string> {
  const record = recordOf(parts);
  return new Map([
    [REPORT, reportPage(record)],
    ...(record.cast ? [[RECORDING, castText(record.cast)] as const] : []),
  ]);
}
