/** A token of a label selector. `in` and `notin` are identifiers where a value may stand. */
export interface Token {
  readonly type: 'identifier' | 'in' | 'notin' | 'end' | Symbol;
  /** As it was written; empty at the end. */
  readonly text: string;
}

type Symbol = '=' | '==' | '!=' | '!' | '(' | ')' | ',' | '<' | '>';

const SYMBOLS: ReadonlySet<string> = new Set<Symbol>(['=', '==', '!=', '!', '(', ')', ',', '<', '>']);
const TOKEN = /[ \t\r\n]*(==|!=|[=!(),<>]|[^=!(),<> \t\r\n]+)/y;

/** The tokens of a label selector, an `end` last (apimachinery/pkg/labels/selector.go, Lexer). */
export function tokensOf(selector: string): Token[] {
  // Go's lexer takes the zero byte for the end
  const [text = ''] = selector.split('\0', 1);
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(tokenOf(match[1] ?? ''));
  return [...tokens, { type: 'end', text: '' }];
}

function tokenOf(text: string): Token {
  if (isSymbol(text)) return { type: text, text };
  return { type: text === 'in' || text === 'notin' ? text : 'identifier', text };
}

function isSymbol(text: string): text is Symbol {
  return SYMBOLS.has(text);
}
