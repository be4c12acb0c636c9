/** The keys of the guided mode, as its help shows them. */
export const GUIDED_KEYS: readonly (readonly [string, string])[] = [
  [
    'enter',
    'read on to the end of what is there; then play the step, run the command that waits, or go to the next step',
  ],
  ['a', 'play all that is left of the step without stopping before each command'],
  ['n b, left right', 'the next step, the one before; 0 to 9 that step'],
  ['h', 'hints'],
  ['w', 'what you might wonder: the questions of the step; 1 to 4 answers, n goes to the next'],
  ['c', 'only check what the step brought about'],
  ['r', 'play the step again'],
  ['x', 'stop the play; the step begins anew when it is played again'],
  ['v', 'collect the evidence'],
  ['tab', 'the next panel: the step, the scheduler, the checks'],
  ['up down, j k', 'scroll; space and page keys by pages, g and G to the beginning and the end'],
  ['esc', 'back'],
  ['?', 'this help'],
  ['q', 'quit; the workshop goes on here when you come back'],
];
