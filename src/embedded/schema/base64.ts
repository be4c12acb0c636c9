const PADDING = '=';

/** Where Go's `base64.StdEncoding` finds `text` corrupt; undefined when it decodes it. Line breaks are passed over. */
export function corruptAt(text: string): number | undefined {
  let at = 0;
  const skipBreaks = (): void => {
    while (text[at] === '\n' || text[at] === '\r') at += 1;
  };
  for (let filled = 0; at < text.length; filled = (filled + 1) % 4) {
    skipBreaks();
    if (at >= text.length) return filled === 0 ? undefined : at - filled;
    const character = text[at] ?? '';
    if (character === PADDING) return padding(filled);
    if (!/[A-Za-z0-9+/]/.test(character)) return at;
    at += 1;
    if (at >= text.length && filled < 3) return at - (filled + 1);
  }
  return undefined;

  function padding(filled: number): number | undefined {
    if (filled < 2) return at;
    at += 1;
    if (filled === 2) {
      skipBreaks();
      if (at >= text.length) return text.length;
      if (text[at] !== PADDING) return at - 1;
      at += 1;
    }
    skipBreaks();
    return at < text.length ? at : undefined;
  }
}

/** The same bytes as Go writes them; undefined for what is corrupt. */
export function canonicalBase64(text: string): string | undefined {
  const canonical = Buffer.from(text, 'base64').toString('base64');
  return canonical === text || corruptAt(text) === undefined ? canonical : undefined;
}
