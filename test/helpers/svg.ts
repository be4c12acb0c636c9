import assert from 'node:assert/strict';

/** A piece of text in an SVG image, with the attributes of its element and of the one around it. */
export interface SvgText {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const TAG = /<(?<close>\/?)(?<name>[a-z]+)(?<attributes>(?: [\w:-]+="[^"<>]*")*)(?<empty>\/?)>/gy;
const TEXT = /[^<>]+/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Reads an SVG image as strictly as XML is to be read, as far as pictures of ours use it; fails where it is not well-formed. Gives its texts. */
export function readSvg(svg: string): {
  readonly texts: readonly SvgText[];
  readonly elements: ReadonlySet<string>;
} {
  const open: { readonly name: string; readonly attributes: Record<string, string> }[] = [];
  const texts: SvgText[] = [];
  const elements = new Set<string>();
  for (let at = 0; at < svg.length;) {
    const pattern = svg[at] === '<' ? TAG : TEXT;
    pattern.lastIndex = at;
    const match = pattern.exec(svg);
    assert.ok(match, `not well-formed at ${at}: ${svg.slice(at, at + 80)}`);
    at = pattern.lastIndex;
    const { close, name, attributes = '', empty } = match.groups ?? {};
    if (name === undefined) {
      const around = Object.assign({}, ...open.map((one) => one.attributes));
      if (open.length > 0) texts.push({ text: unescaped(match[0]), attributes: around });
    } else if (close) assert.equal(open.pop()?.name, name, `</${name}> closes nothing`);
    else {
      elements.add(name);
      const own = attributesOf(attributes);
      assert.ok(open.length > 0 || at === match[0].length, 'one element holds all others');
      if (!empty) open.push({ name, attributes: own });
    }
  }
  assert.deepEqual(open, [], 'all are closed');
  return { texts, elements };
}

function attributesOf(text: string): Record<string, string> {
  const found = Array.from(text.matchAll(/ ([\w:-]+)="([^"]*)"/g), ([, name = '', value = '']) => [
    name,
    value,
  ]);
  assert.equal(new Set(found.map(([name]) => name)).size, found.length, `an attribute twice: ${text}`);
  return Object.fromEntries(found.map(([name, value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- XML forbids them
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f]|\p{Surrogate}/u);
  return text.replace(/&(\w*);?/g, (entity, name: string) => {
    const char = ENTITIES[name];
    assert.ok(char !== undefined && entity.endsWith(';'), `${entity} is no entity`);
    return char;
  });
}
