import type { Area } from '../sequence.ts';
import { ALTERING } from './commands-altering.ts';
import { APPLYING } from './commands-applying.ts';
import { ASKING } from './commands-asking.ts';
import { CREATING } from './commands-creating.ts';
import { DELETING } from './commands-deleting.ts';
import { DESCRIBING } from './commands-describing.ts';
import { GETTING } from './commands-getting.ts';
import { NODES } from './commands-nodes.ts';
import { ROLLING } from './commands-rolling.ts';
import { WAITING } from './commands-waiting.ts';

/** What people type: kubectl command lines with all they print, in stories. */
export const COMMANDS: Area = {
  area: 'commands',
  sequences: [
    ...GETTING,
    ...DESCRIBING,
    ...CREATING,
    ...APPLYING,
    ...ALTERING,
    ...NODES,
    ...ROLLING,
    ...WAITING,
    ...DELETING,
    ...ASKING,
  ],
};
