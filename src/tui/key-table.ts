/** The keys, as help shows them: one list for the screen and for the documentation. */
export const KEY_TABLE: readonly (readonly [string, string])[] = [
  [
    'up down, j k',
    'move; page up and down, g and G for first and last; the mouse wheel where the terminal sends it',
  ],
  ['tab', 'the next panel'],
  ['enter', 'everything about the pod or node under the cursor'],
  ['esc', 'back; in a list: no filter any more, and the newest decisions again'],
  ['/', 'show only rows with these words'],
  [
    ':',
    'a command: nodes, decisions, queue, log, pause, resume, policy NAME, cordon NODE, uncordon NODE, taint NODE TAINT, quit',
  ],
  ['s', 'pause the scheduling, or go on'],
  ['p', 'the next policy: least-pods, most-pods, random, …; holds from the next decision on'],
  ['u', 'cordon or uncordon the node'],
  ['t', 'taint the node: asks which; with - at its end the taint is taken away'],
  ['d', 'kubectl describe'],
  ['y', 'the object as YAML'],
  ['l', 'the log, and where its file is'],
  ['w', 'wide: more columns'],
  ['?', 'this help'],
  ['q', 'end the scheduler; on a page: back'],
];
