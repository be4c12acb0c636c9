import type { GuidedActions } from '../../../tui/guided/guided-actions.ts';
import type { GuideEvent } from '../../../view/guide-reduce.ts';
import { checkStep } from '../../../workshop/check-step.ts';
import { stepCalled } from '../../../workshop/engine.ts';
import type { Style } from '../../../workshop/style.ts';
import type { Workshop } from '../../../workshop/workshop.ts';
import type { CliContext } from '../../context.ts';
import type { SettledOptions } from '../options.ts';
import { aiming } from '../own-lines.ts';
import { answer } from './answer.ts';
import type { Player } from './player.ts';
import { reportOf } from './report.ts';

/** What the actions of the guided screen work with. */
export interface ActionParts {
  /** Its signal is aborted also when the person is gone. */
  readonly cli: CliContext;
  readonly options: SettledOptions;
  readonly workshop: Workshop;
  readonly player: Player;
  readonly tell: (event: GuideEvent) => void;
  readonly quit: () => void;
  /** How the report on the evidence may look. */
  readonly look: Pick<Style, 'unicode' | 'colours'>;
}

/** What the keys of the guided screen do. */
export function guidedActions({
  cli,
  options,
  workshop,
  player,
  tell,
  quit,
  look,
}: ActionParts): GuidedActions {
  return {
    play: (step, how) => player.play(step, how),
    goOn: (all) => player.goOn(all),
    stop: () => void player.stop(),
    quit,
    check: (step) =>
      aiming({ ...options, provider: options.asked }, async () => {
        const findings = await checkStep(workshop, stepCalled(workshop, step));
        tell({ type: 'checked', step, findings });
      }),
    answer: (step, id, choice) => answer(workshop, { step, id, choice }, tell),
    async verify(note, trying) {
      const { ok, text } = await reportOf(cli, options, { note, trying, ...look });
      tell({ type: 'verified', ok });
      return text;
    },
  };
}
