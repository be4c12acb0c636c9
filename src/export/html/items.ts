import { html, type Html } from '../../lib/html.ts';
import type { Step } from '../../workshop/content.ts';
import { milliseconds, spoken } from '../../workshop/duration.ts';
import type { Item } from '../../workshop/items/schema.ts';
import { isForProgram } from '../../workshop/own/program.ts';
import { fill, type Values } from '../../workshop/variables.ts';
import { checkIn } from '../checks.ts';
import { manifestOf, textOf } from '../played.ts';
import type { ExportWords } from '../words.ts';
import { inlineMarkdown, markdown } from './markdown.ts';

/** What the pieces of one step share. */
export interface Page {
  readonly step: Step;
  readonly words: ExportWords;
  readonly values: Values;
}

/** All that happens in a step, in order. What happens only in some places stands together in a box that says where. */
export function playHtml(page: Page): readonly Html[] {
  return runsOf(page).map(({ condition, items }) => {
    const pieces = items.flatMap((item) => itemHtml(item, page));
    return condition === ''
      ? html`${pieces}`
      : html`<div class="only">
          <p class="condition">${condition}</p>
          ${pieces}
        </div>`;
  });
}

interface Run {
  readonly condition: string;
  readonly items: Item[];
}

function runsOf({ step, words }: Page): readonly Run[] {
  const runs: Run[] = [];
  for (const item of step.play.filter((each) => !('observe' in each) && isForProgram(each.program, false))) {
    const condition = conditionOf(item, words);
    const last = runs.at(-1);
    if (last?.condition === condition) last.items.push(item);
    else runs.push({ condition, items: [item] });
  }
  return runs;
}

function conditionOf({ provider, policy, when, if: asked }: Item, { site }: ExportWords): string {
  const places = { kind: site.onKind, embedded: site.onEmbedded, other: site.onOther };
  return [
    ...(provider === undefined ? [] : [places[provider]]),
    ...(policy === undefined || policy === 'least-pods' ? [] : [site.withPolicy(policy)]),
    ...(when === 'no-cluster' ? [site.withoutCluster] : []),
    ...(asked === undefined ? [] : [site.ifTrue(asked)]),
  ].join(', ');
}

function itemHtml(item: Item, page: Page): readonly Html[] {
  const { values, words } = page;
  const { site } = words;
  if ('say' in item) return [markdown(textOf(item.say, values))];
  if ('show' in item) return [manifestHtml(item.show, page)];
  if ('run' in item) return [commandHtml(fill(item.run, values))];
  if ('cluster' in item)
    return [
      markdown(site.ensureCluster),
      commandHtml('kubectl minisched cluster create --provider embedded'),
    ];
  if ('scheduler' in item) return schedulerHtml(item, page);
  if ('expect' in item)
    return [html`<p class="expect">${inlineMarkdown(words.waitFor(titleIn(page, item.expect)))}</p>`];
  if ('hold' in item) {
    const time = spoken(milliseconds(item.hold));
    return [html`<p class="expect">${inlineMarkdown(site.hold(time, titleIn(page, item.while)))}</p>`];
  }
  if ('verdicts' in item)
    return [
      markdown(site.verdictsOf(item.verdicts)),
      commandHtml(`kubectl minisched explain pod/${item.verdicts}`),
    ];
  if ('trace' in item)
    return [
      markdown(site.trace(item.trace)),
      commandHtml(`kubectl get events --field-selector involvedObject.name=${item.trace}`),
    ];
  if ('picture' in item)
    return [
      markdown(site.picture(item.picture)),
      commandHtml(`kubectl describe nodes | grep -A 12 'Non-terminated Pods'`),
    ];
  // nobody reads what is written into a journal
  return [];
}

function schedulerHtml(
  { scheduler, mode, with: wanted = {} }: Extract<Item, { scheduler: unknown }>,
  { words: { site } }: Page,
): readonly Html[] {
  if (scheduler === 'stop') return [markdown(site.schedulerStop)];
  if (scheduler === 'configure') return [markdown(site.schedulerConfigure(wanted.config ?? ''))];
  const line = [
    'kubectl minisched serve --no-tui',
    ...(mode === undefined || mode === 'bind' ? [] : [`--mode ${mode}`]),
    ...(wanted.config === undefined ? [] : [`--config ${wanted.config}`]),
    ...(wanted.policy === undefined || wanted.policy === 'least-pods' ? [] : [`--policy ${wanted.policy}`]),
    ...(wanted.assume === false ? ['--no-assume'] : []),
  ].join(' ');
  return [markdown(site.schedulerStart), commandHtml(line)];
}

/** What makes a command speak the language of the page. */
export function langFlag({ lang }: ExportWords): string {
  return lang === 'en' ? '' : ` --lang ${lang}`;
}

/** A line to type, and the button that the page's script puts beside it. */
export function commandHtml(line: string): Html {
  return html`<pre class="command"><code>${line}</code></pre>`;
}

function manifestHtml(name: string, { step, values }: Page): Html {
  return html`<figure class="manifest">
    <figcaption>${name}</figcaption>
    <pre><code>${manifestOf(step, name, values)}</code></pre>
  </figure>`;
}

function titleIn({ step, values }: Page, id: string): string {
  return fill(checkIn(step, id)?.title ?? id, values);
}
