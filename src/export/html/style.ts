/** The one style sheet: light and dark as the reader's system is, and for paper. */
export const STYLE = `:root {
  --paper: #fff; --ink: #1c2128; --quiet: #57606a; --line: #d0d7de; --code: #f3f5f7; --accent: #0b5cad; --box: #f0f6fc;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #0f1419; --ink: #e1e6eb; --quiet: #9aa5b1; --line: #323b45; --code: #1a2128; --accent: #6cb6ff; --box: #15202b; }
}
* { box-sizing: border-box; }
html { font: 17px/1.6 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
body { max-width: 46rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; }
header { padding: .3rem 0 1rem; border-bottom: 1px solid var(--line); }
h1 { line-height: 1.2; margin: 1.6rem 0 .2rem; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
small, .minutes, figcaption, .condition, .expect { color: var(--quiet); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .92em; }
code { background: var(--code); padding: .1em .3em; border-radius: 4px; overflow-wrap: break-word; }
pre { position: relative; background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { background: none; padding: 0; font-size: 1em; }
pre.command { border-left: 4px solid var(--accent); }
pre:has(button) { padding-right: 5.5rem; }
pre.command code::before { content: "$ "; color: var(--quiet); }
pre button { position: absolute; top: .35rem; right: .35rem; font: inherit; font-size: .85em; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: .1rem .5rem; cursor: pointer; }
figure { margin: 1rem 0; }
figure.manifest pre { margin: .2rem 0; }
figure img { max-width: 100%; height: auto; display: block; border: 1px solid var(--line); border-radius: 6px; }
.only { border-left: 4px solid var(--line); background: var(--box); padding: .1rem 1rem; margin: 1rem 0; border-radius: 0 6px 6px 0; }
.condition { font-size: .85rem; margin: .5rem 0 0; }
.expect { margin: .6rem 0; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .9rem; margin: .8rem 0; }
summary { cursor: pointer; font-weight: 600; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
ol.steps { list-style: none; padding: 0; }
ol.steps li { padding: .35rem 0; border-bottom: 1px solid var(--line); }
ol.steps .minutes { float: right; }
ul.checks { list-style: "✔ "; padding-left: 1.3rem; }
.right { font-weight: 600; }
footer nav { display: flex; justify-content: space-between; gap: 1rem; margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer nav a:last-child { text-align: right; }
footer small { display: block; }
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --code: #f6f6f6; --accent: #000; --box: #fafafa; }
  html { font-size: 11pt; }
  header, footer, pre button { display: none; }
  pre:has(button) { padding-right: .9rem; }
  details::details-content { content-visibility: visible; }
  pre, figure, details, .only { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;

/** Puts a button beside each command. Without it all can be read, and copied by hand. */
export const COPY_SCRIPT = `'use strict';
(() => {
  const { copy, copied } = document.currentScript.dataset;
  if (!navigator.clipboard) return;
  for (const command of document.querySelectorAll('pre.command')) {
    const text = command.querySelector('code').textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = copied;
    });
    for (const over of ['mouseleave', 'blur']) button.addEventListener(over, () => { button.textContent = copy; });
    command.append(button);
  }
})();
`;
