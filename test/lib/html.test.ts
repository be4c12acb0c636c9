import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { escaped, html, jsonInScript, raw, visible } from '../../src/lib/html.ts';

describe('the template html', () => {
  test('escapes what is put in, and leaves what it made itself', () => {
    const inner = html`<b>${'<i>'}</b>`;
    assert.equal(
      html`<p title="${'"a" & \'b\''}">${inner}${[1, undefined, false, 'x']}</p>`.text,
      '<p title="&quot;a&quot; &amp; &#39;b&#39;"><b>&lt;i&gt;</b>1x</p>',
    );
  });

  test('puts in as it is only what was said to be HTML', () => {
    assert.equal(html`${raw('<hr>')}${'<hr>'}`.text, '<hr>&lt;hr&gt;');
  });

  test('leaves out how its source is indented, and nothing of what is put in', () => {
    assert.equal(
      html`<pre>${'a\n    b'}</pre>
        <p></p>`.text,
      '<pre>a\n    b</pre>\n<p></p>',
    );
  });

  test('lets no text end an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(escaped(text), /[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test('loses nothing but what cannot be seen', () => {
    const back = (text: string) =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(back(escaped(text)), visible(text))),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => assert.equal(visible(text), text)),
    );
  });
});

describe('text made visible', () => {
  test('shows control characters as signs, so that they can steer nothing', () => {
    assert.equal(visible('a\u001b[2J\u0000\u007f\u0085b'), 'a␛[2J␀␡\ufffdb');
  });

  test('shows what would turn the direction of writing, and halves of characters', () => {
    assert.equal(visible('\u202egnp.exe \ud83d'), '\ufffdgnp.exe \ufffd');
  });

  test('keeps lines, tabs, and what joins emojis', () => {
    assert.equal(visible('a\r\n\tb 👩‍💻'), 'a\n\tb 👩‍💻');
  });
});

describe('JSON in a script', () => {
  test('comes out as it went in, and cannot end the script', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('</script>', '<!--', '\u2028', '&'), (value, evil) => {
        const { text } = jsonInScript([value, evil]);
        assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify([value, evil])));
      }),
    );
  });
});
