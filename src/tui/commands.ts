import type { Effect } from './actions.ts';
import { type Model, policiesOf } from './model.ts';
import { openPage, type Step, trouble } from './step.ts';
import { PANELS } from './ui-state.ts';

/** Does what was typed after the colon. */
export function runCommand({ ui, about }: Model, text: string): Step {
  const [word = '', ...rest] = text.split(/\s+/);
  const [first = '', second = ''] = rest;
  const effect = (one: Effect): Step => ({ ui, effects: [one] });
  const panel = PANELS.find((name) => name === word);
  if (panel) return { ui: { ...ui, focus: panel, pages: [] }, effects: [] };
  switch (word) {
    case '':
      return { ui, effects: [] };
    case 'q':
    case 'quit':
      return effect({ type: 'quit' });
    case 'log':
      return { ui: openPage(ui, { kind: 'log', scroll: Number.MAX_SAFE_INTEGER }), effects: [] };
    case 'help':
      return { ui: openPage(ui, { kind: 'help', scroll: 0 }), effects: [] };
    case 'pause':
    case 'resume':
      return effect({ type: word });
    case 'policy': {
      const policies = policiesOf(about);
      const policy = policies.find((name) => name === first);
      return policy
        ? effect({ type: 'policy', policy })
        : trouble(ui, `a policy is one of ${policies.join(', ')}`);
    }
    case 'cordon':
    case 'uncordon':
      return first
        ? effect({ type: 'cordon', node: first, on: word === 'cordon' })
        : trouble(ui, `${word} which node?`);
    case 'taint':
      return first && second
        ? effect({ type: 'taint', node: first, taint: second })
        : trouble(ui, 'taint NODE key=value:Effect, with - at its end to take it away');
    default:
      return trouble(ui, `no command "${word}": ? shows them`);
  }
}
