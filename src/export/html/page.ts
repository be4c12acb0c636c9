import { html, type Html } from '../../lib/html.ts';

/** A page's address, and how others call it. */
export interface PageLink {
  readonly href: string;
  readonly name: string;
}

/** One page, whole. Addresses are relative, so it works from a folder as from a server. */
export interface Layout {
  readonly lang: string;
  readonly title: string;
  readonly description: string;
  readonly main: readonly Html[];
  /** The page of all pages; missing on itself. */
  readonly contents?: PageLink;
  readonly previous?: PageLink;
  readonly next?: PageLink;
  readonly copy: string;
  readonly copied: string;
  readonly words: { readonly previous: string; readonly next: string };
}

/** The text of a page. Nothing in it asks another server for anything. */
export function page(layout: Layout): string {
  const { lang, title, description, main, contents, copy, copied } = layout;
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="style.css" />
        <script src="copy.js" defer data-copy="${copy}" data-copied="${copied}"></script>
      </head>
      <body>
        ${contents && html`<header><a href="${contents.href}">${contents.name}</a></header>`}
        <main>${main}</main>
        <footer>
          <nav>
            ${linkHtml(layout.previous, 'prev', `← ${layout.words.previous}`)}${linkHtml(layout.next, 'next', `${layout.words.next} →`)}
          </nav>
        </footer>
      </body>
    </html> `.text;
}

function linkHtml(link: PageLink | undefined, rel: string, word: string): Html {
  return link
    ? html`<a rel="${rel}" href="${link.href}"><small>${word}</small> ${link.name}</a>`
    : html`<span></span>`;
}
