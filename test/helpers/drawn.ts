import type { Model } from '../../src/tui/model.ts';
import type { ThemeName } from '../../src/tui/theme.ts';
import { loadTsx } from './tsx.ts';

loadTsx();
const { createElement } = await import('react');
const { renderToString } = await import('ink');
const { Screen } = await import('../../src/tui/screen.tsx');
const { themeOf } = await import('../../src/tui/theme.ts');

/** The lines of the screen that this model looks like, without colours. */
export function drawn(model: Model, theme: ThemeName = 'none'): readonly string[] {
  const { columns } = model.size;
  const text = renderToString(createElement(Screen, { model, theme: themeOf(theme) }), { columns });
  return text.split('\n');
}
