import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { html, type Html } from '../../lib/html.ts';
import type { Step } from '../../workshop/content.ts';
import { valuesOf } from '../played.ts';
import type { ExportWords } from '../words.ts';
import type { ExportedFiles } from '../write.ts';
import { commandHtml, langFlag } from './items.ts';
import { page, type PageLink } from './page.ts';
import { stepMain } from './step-page.ts';
import { COPY_SCRIPT, STYLE } from './style.ts';

const INDEX = 'index.html';
const PICTURES = ['workshop', 'serve', 'pod'] as const;

/**
 * The workshop as static pages: one of all steps, one for each, with the pictures of `pictures` (light and dark). They need no server, no script,
 * and nothing from elsewhere. The same steps give the same bytes.
 */
export function site(steps: readonly Step[], words: ExportWords, pictures: string): ExportedFiles {
  const links = steps.map((step): PageLink => ({
    href: `${basename(step.folder)}.html`,
    name: `${step.number} ${step.title}`,
  }));
  const start = { href: INDEX, name: words.title };
  const shown = PICTURES.filter((name) => existsSync(join(pictures, `${name}-light.svg`)));
  const common = {
    lang: words.lang,
    description: words.description,
    copy: words.site.copy,
    copied: words.site.copied,
    words: words.site,
  };
  const [first] = links;
  return new Map([
    [
      INDEX,
      page({
        ...common,
        title: words.title,
        main: indexMain(steps, links, words, shown),
        ...(first ? { next: first } : {}),
      }),
    ],
    ...steps.map((step, at): [string, string] => {
      const [previous, next] = [links[at - 1] ?? start, links[at + 1]];
      const main = stepMain({ step, words, values: valuesOf(step) });
      const text = page({
        ...common,
        contents: start,
        title: `${step.number} ${step.title} · ${words.title}`,
        main,
        previous,
        ...(next ? { next } : {}),
      });
      return [links[at]?.href ?? '', text];
    }),
    ['style.css', STYLE],
    ['copy.js', COPY_SCRIPT],
    ...shown.flatMap((name) =>
      ['light', 'dark'].map((theme): [string, string] => [
        `pictures/${name}-${theme}.svg`,
        readFileSync(join(pictures, `${name}-${theme}.svg`), 'utf8'),
      ]),
    ),
  ]);
}

function indexMain(
  steps: readonly Step[],
  links: readonly PageLink[],
  words: ExportWords,
  pictures: readonly (typeof PICTURES)[number][],
): readonly Html[] {
  const list = (part: Step['part']): Html =>
    html`<ol class="steps">
      ${steps.map(
        (step, at) =>
          step.part === part &&
          html`<li>
            <a href="${links[at]?.href}">${links[at]?.name}</a>
            <span class="minutes">${words.minutes(step.minutes)}</span>
          </li>`,
      )}
    </ol>`;
  const { site } = words;
  return [
    html`<h1>${words.title}</h1>
      <p>${site.intro}</p>`,
    ...pictures.slice(0, 1).map((name) => pictureHtml(name, words)),
    html`<h2>${site.core}</h2>
      ${list('core')}
      <h2>${site.more}</h2>
      ${list('more')}
      <h2>${site.playAll}</h2>`,
    commandHtml(`kubectl minisched workshop${langFlag(words)}`),
    ...pictures.slice(1).map((name) => pictureHtml(name, words)),
    html`<p><small>${site.examples}</small></p>`,
  ];
}

function pictureHtml(name: (typeof PICTURES)[number], { site }: ExportWords): Html {
  const alt = site.picturesOf[PICTURES.indexOf(name)];
  return html`<figure>
    <picture
      ><source media="(prefers-color-scheme: dark)" srcset="pictures/${name}-dark.svg" />
      <img src="pictures/${name}-light.svg" alt="${alt}"
    /></picture>
  </figure>`;
}
