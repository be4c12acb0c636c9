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

/** The methods that make a plugin one of each point; one is enough. */
export const EXTENSION_METHODS = {
  preEnqueue: ['preEnqueue'],
  queueSort: ['less'],
  preFilter: ['preFilter'],
  filter: ['filter'],
  postFilter: ['postFilter'],
  preScore: ['preScore'],
  score: ['score'],
  reserve: ['reserve', 'unreserve'],
  permit: ['permit'],
  preBind: ['preBind'],
  bind: ['bind'],
  postBind: ['postBind'],
} as const satisfies Readonly<Record<ExtensionPoint, readonly string[]>>;
