export { LANGUAGES } from '../../doctor/machine.ts';
export type { Language } from '../../doctor/machine.ts';
