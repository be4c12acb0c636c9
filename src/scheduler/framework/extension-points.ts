/** Where a plugin can take part, in the order in which they are called, by upstream's names in the configuration file. */
export const EXTENSION_POINTS = [
  'preEnqueue',
  'queueSort',
  'preFilter',
  'filter',
  'postFilter',
  'preScore',
  'score',
  'reserve',
  'permit',
  'preBind',
  'bind',
  'postBind',
] as const;

/** One of {@link EXTENSION_POINTS}. */
export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];
