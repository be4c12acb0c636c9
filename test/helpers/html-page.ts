import assert from 'node:assert/strict';

/** An element of a page as it was opened. */
export interface HtmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A page, read. */
export interface HtmlPage {
  readonly tags: readonly HtmlTag[];
  /** What a person reads: all text between tags, but not what scripts and style sheets hold. */
  readonly text: string;
  /** What scripts and style sheets hold, as it is. */
  readonly raw: readonly { readonly name: string; readonly text: string }[];
}

const TAG =
  /<(?<close>\/?)(?<name>[a-z][a-z0-9]*)(?<attributes>(?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(?<empty>\/?)>/gy;
const TEXT = /[^<>]+/gy;
const VOID = new Set(['meta', 'br', 'input', 'link', 'img', 'hr']);
/** What stands in a line with the text around it. */
const INLINE = new Set(['a', 'b', 'code', 'kbd', 'strong', 'span', 'time']);
const RAW = new Set(['script', 'style']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads a page more strictly than any browser does: every element that is opened is closed, and no sign of markup stands in a text. */
export function readPage(page: string): HtmlPage {
  const start = /^<!doctype html>\s*/.exec(page);
  assert.ok(start, 'it says that it is HTML');
  const open: string[] = [];
  const tags: HtmlTag[] = [];
  const raw: { name: string; text: string }[] = [];
  let text = '';
  for (let at = start[0].length; at < page.length;) {
    const pattern = page[at] === '<' ? TAG : TEXT;
    pattern.lastIndex = at;
    const match = pattern.exec(page);
    assert.ok(match, `not well-formed at ${at}: ${page.slice(at, at + 80)}`);
    at = pattern.lastIndex;
    const { close, name, attributes = '', empty } = match.groups ?? {};
    if (name !== undefined && !INLINE.has(name)) text += ' ';
    if (name === undefined) text += unescaped(match[0]);
    else if (close) assert.equal(open.pop(), name, `</${name}> closes nothing`);
    else {
      tags.push({ name, attributes: attributesOf(attributes) });
      if (RAW.has(name)) {
        const end = page.indexOf(`</${name}>`, at);
        raw.push({ name, text: page.slice(at, end) });
        at = end + name.length + 3;
      } else if (!empty && !VOID.has(name)) open.push(name);
    }
  }
  assert.deepEqual(open, [], 'all are closed');
  return { tags, text, raw };
}

function attributesOf(text: string): Record<string, string> {
  const found = Array.from(text.matchAll(/\s+([\w:-]+)(?:="([^"]*)")?/g), ([, name = '', value = '']) => [
    name,
    value,
  ]);
  assert.equal(new Set(found.map(([name]) => name)).size, found.length, `an attribute twice: ${text}`);
  return Object.fromEntries(found.map(([name, value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  assert.doesNotMatch(text.replace(/[\n\t]/g, ''), /[\p{Cc}\p{Surrogate}]/u);
  return text.replace(/&([^;]*);?/g, (entity, name: string) => {
    const char = ENTITIES[name];
    assert.ok(char !== undefined && entity.endsWith(';'), `${entity} is no entity of ours`);
    return char;
  });
}
