/** The keys of `workshop watch`, as its help shows them. */
export const WATCH_KEYS: readonly (readonly [string, string])[] = [
  ['n', 'go on to the next step, when this one passes'],
  ['h', 'a hint for the first thing that fails; again: the next one, nearer to the answer'],
  ['s', 'the solution of this step, after a question'],
  ['r', 'put the text of the skeleton back, for this step or the whole file; yours is kept beside it'],
  ['l', 'all steps, and how far you are'],
  ['2 to 6', 'go to a step where you have been'],
  ['enter', 'try the same once more'],
  ['up down, j k', 'scroll; space and page keys by pages, g and G to the beginning and the end'],
  ['esc', 'back'],
  ['?', 'this help'],
  ['q', 'quit; it goes on here when you come back'],
];

/** The foot of the screen. */
export const SHORT_KEYS = 'n next  h hint  s solution  r reset  l list  ? help  q quit';
