import type { Area } from '../sequence.ts';
import { ADMISSIONS } from './admissions.ts';
import { APPLIES } from './applies.ts';
import { CHANGES } from './changes.ts';
import { COMMANDS } from './commands.ts';
import { CREATES } from './creates.ts';
import { DELETES } from './deletes.ts';
import { DISCOVERY } from './discovery.ts';
import { FORMS } from './forms.ts';
import { KINDS } from './kinds.ts';
import { LISTS } from './lists.ts';
import { RBACS } from './rbac.ts';
import { SUBRESOURCE } from './subresources.ts';
import { VALIDATIONS } from './validations.ts';
import { WATCHES } from './watches.ts';

/** Every area, in the order of reports. */
export const AREAS: readonly Area[] = [
  DISCOVERY,
  LISTS,
  CREATES,
  CHANGES,
  APPLIES,
  DELETES,
  WATCHES,
  VALIDATIONS,
  FORMS,
  SUBRESOURCE,
  ADMISSIONS,
  RBACS,
  KINDS,
  COMMANDS,
];
