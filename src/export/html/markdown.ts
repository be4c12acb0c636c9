import { Marked } from 'marked';
import { escaped, type Html, raw } from '../../lib/html.ts';

/** Where a link of a text may lead: a page, not a program. */
const LINK = /^(?:https?:\/\/|#)/;

const marked = new Marked({
  renderer: {
    // what looks like HTML in a text is a text about HTML
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    link({ href, tokens }) {
      const content = this.parser.parseInline(tokens);
      return LINK.test(href) ? `<a href="${escaped(href)}">${content}</a>` : content;
    },
  },
});

/** A text of the workshop as HTML. Nothing in it is taken for HTML, and it brings no image and no program along. */
export function markdown(text: string): Html {
  return raw(marked.parse(text, { async: false }));
}

/** One line of it, without a paragraph around. */
export function inlineMarkdown(text: string): Html {
  return raw(marked.parseInline(text, { async: false }));
}
