import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Marks } from './marks.ts';
import { layoutOf, type Model } from './model.ts';
import { pageLines, pageTitle } from './pages/page-lines.ts';
import { decisionsPanel } from './panels/decisions-panel.ts';
import { footerLine } from './panels/footer.ts';
import { headerLines } from './panels/header.ts';
import { nodesPanel } from './panels/nodes-panel.ts';
import { Panel } from './panels/panel.tsx';
import { queuePanel } from './panels/queue-panel.ts';
import { Row } from './row.tsx';
import type { Theme } from './theme.ts';
import { type Prompt as PromptOf, PANELS, type PanelName } from './ui-state.ts';
import { Pager } from './widgets/pager/pager.tsx';
import { Prompt } from './widgets/prompt/prompt.tsx';

interface ScreenProps {
  readonly model: Model;
  readonly theme: Theme;
}

/** The whole screen: what a model looks like. Never more lines than the terminal has rows, for then it would be cleared at each frame. */
export function Screen({ model, theme }: ScreenProps): ReactElement {
  const { marks } = model.about;
  const { width, footer } = layoutOf(model);
  return (
    <Box flexDirection="column" width={width} height={model.size.rows} overflow="hidden">
      {headerLines(model).map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line on the screen is its place
        <Row key={at} line={line} width={width} theme={theme} more={marks.more} />
      ))}
      <Body model={model} theme={theme} />
      {footer > 0 && <Foot model={model} theme={theme} />}
    </Box>
  );
}

function Body({ model, theme }: ScreenProps): ReactElement {
  const { width, body, sideBySide } = layoutOf(model);
  const { marks } = model.about;
  const page = model.ui.pages.at(-1);
  if (page) {
    return (
      <Pager
        title={pageTitle(page)}
        lines={pageLines(model, page)}
        scroll={page.scroll}
        width={width}
        height={body}
        theme={theme}
        marks={marks}
      />
    );
  }
  if (!sideBySide) {
    return (
      <Box flexDirection="column" width={width} height={body} overflow="hidden">
        {PANELS.map((name) => (
          <NamedPanel key={name} name={name} model={model} theme={theme} />
        ))}
      </Box>
    );
  }
  return (
    <Box width={width} height={body} overflow="hidden" columnGap={1}>
      <NamedPanel name="nodes" model={model} theme={theme} />
      <Box flexDirection="column">
        <NamedPanel name="decisions" model={model} theme={theme} />
        <NamedPanel name="queue" model={model} theme={theme} />
      </Box>
    </Box>
  );
}

const TEXTS = { nodes: nodesPanel, decisions: decisionsPanel, queue: queuePanel };

function NamedPanel({ name, model, theme }: ScreenProps & { readonly name: PanelName }): ReactElement | null {
  const shape = layoutOf(model).panels[name];
  if (shape.height === 0) return null;
  return (
    <Panel
      text={TEXTS[name](model)}
      shape={shape}
      isFocused={model.ui.focus === name}
      theme={theme}
      marks={model.about.marks}
    />
  );
}

function Foot({ model, theme }: ScreenProps): ReactElement {
  const { prompt } = model.ui;
  const { marks } = model.about;
  const { columns } = model.size;
  if (prompt) return <Prompt label={labelOf(prompt, marks)} prompt={prompt} width={columns} theme={theme} />;
  return <Row line={footerLine(model)} width={columns} theme={theme} more={marks.more} />;
}

function labelOf(prompt: PromptOf, { arrow }: Marks): string {
  switch (prompt.kind) {
    case 'filter':
      return '/';
    case 'command':
      return ':';
    case 'taint':
      return `taint ${prompt.node} (enter does it, esc not) ${arrow} `;
  }
}
