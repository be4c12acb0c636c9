import { frameOf } from '../../src/tui/frame.ts';
import type { Model } from '../../src/tui/model.ts';

/** The lines of the screen that this model looks like, without colours and trailing spaces. */
export function drawn(model: Model): readonly string[] {
  return frameOf(model).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}
