import { VERSION } from '../lib/version.ts';

/** Name and version, as journal and evidence keep them. */
export const PROGRAM = `kubectl-minisched ${VERSION}`;
