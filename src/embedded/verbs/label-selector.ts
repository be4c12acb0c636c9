import { invalid, type FieldError } from '../api/field-error.ts';
import { badRequest } from '../api/status.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../api/names.ts';
import { tokensOf, type Token } from './label-lexer.ts';

type Operator = 'exists' | '!' | 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt';

/** One condition on labels. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

type Labels = Readonly<Record<string, string>> | undefined;

const BINARY: Readonly<Partial<Record<Token['type'], Operator>>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

/**
 * Reads a label selector (apimachinery/pkg/labels/selector.go `Parse`): none for the empty one. Throws `StatusError` 400 with its words.
 */
export function parseLabelSelector(selector: string): Requirement[] {
  return new Parser(tokensOf(selector)).requirements();
}

/** Whether labels fulfil all requirements. */
export function labelsMatch(requirements: readonly Requirement[], labels: Labels): boolean {
  return requirements.every((requirement) => fulfils(requirement, labels));
}

function fulfils({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'gt':
    case 'lt':
      return value !== undefined && compares(operator, value, values[0] ?? '');
    default:
      return value !== undefined && values.includes(value);
  }
}

function compares(operator: 'gt' | 'lt', left: string, right: string): boolean {
  if (!isInteger(left)) return false;
  return operator === 'gt' ? BigInt(left) > BigInt(right) : BigInt(left) < BigInt(right);
}

/** What Go's ParseInt takes, but for the bounds of 64 bits. */
function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** Recursive descent, one method for each rule. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  requirements(): Requirement[] {
    const found: Requirement[] = [];
    for (;;) {
      const { type, text } = this.#peek();
      if (type === 'end') return found;
      if (!startsRequirement(type)) {
        throw badRequest(`found '${text}', expected: !, identifier, or 'end of string'`);
      }
      found.push(this.#requirement());
      const after = this.#take();
      if (after.type === 'end') return found;
      if (after.type !== ',') throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
      const next = this.#peek();
      if (!startsRequirement(next.type)) {
        throw badRequest(`found '${next.text}', expected: identifier after ','`);
      }
    }
  }

  #requirement(): Requirement {
    const first = this.#take();
    const negated = first.type === '!';
    const { type, text: key } = negated ? this.#take() : first;
    if (!isIdentifier(type)) throw unparsable(`found '${key}', expected: identifier`);
    const wrong = keyErrors(key, '<nil>');
    if (wrong.length > 0) throw unparsable(aggregated(wrong));
    const next = this.#peek().type;
    if (negated) return { key, operator: '!', values: [] };
    return next === 'end' || next === ',' ? { key, operator: 'exists', values: [] } : this.#binary(key);
  }

  #binary(key: string): Requirement {
    const { type, text } = this.#take();
    const operator = BINARY[type];
    if (!operator) throw unparsable(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = operator === 'in' || operator === 'notin' ? this.#values() : this.#exactValue();
    return checked({ key, operator, values });
  }

  /** `(x, y, z)`: a set, sorted. */
  #values(): string[] {
    const open = this.#take();
    if (open.type !== '(') throw unparsable(`found '${open.text}' expected: '('`);
    const { type, text } = this.#peek();
    if (type === ')') {
      this.#take();
      return [''];
    }
    if (!isIdentifier(type) && type !== ',') {
      throw unparsable(`found '${text}', expected: ',', ')' or identifier`);
    }
    const values = this.#identifiers();
    this.#take();
    return [...values].toSorted();
  }

  /** Up to the closing parenthesis; nothing between commas is the empty value. */
  #identifiers(): Set<string> {
    const values = new Set<string>();
    for (;;) {
      const { type, text } = this.#take();
      const next = this.#peek();
      if (isIdentifier(type)) {
        values.add(text);
        if (next.type === ')') return values;
        if (next.type !== ',') throw unparsable(`found '${next.text}', expected: ',' or ')'`);
      } else if (type === ',') {
        if (values.size === 0 || next.type === ')' || next.type === ',') values.add('');
        if (next.type === ')') return values;
      } else throw unparsable(`found '${text}', expected: ',', or identifier`);
    }
  }

  #exactValue(): string[] {
    const { type, text } = this.#peek();
    if (type === 'end' || type === ',') return [''];
    this.#take();
    if (!isIdentifier(type)) throw unparsable(`found '${text}', expected: identifier`);
    return [text];
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '' };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }
}

function isIdentifier(type: Token['type']): boolean {
  return type === 'identifier' || type === 'in' || type === 'notin';
}

function startsRequirement(type: Token['type']): boolean {
  return isIdentifier(type) || type === '!';
}

/** `NewRequirement`. */
function checked(requirement: Requirement): Requirement {
  const { key, operator, values } = requirement;
  const errors = values.flatMap((value, index) => {
    const field = `values[${String(index)}]`;
    const comparing = operator === 'gt' || operator === 'lt';
    return comparing && !isInteger(value)
      ? [invalid(field, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
      : [];
  });
  const malformed = values.flatMap((value, index) => {
    const details = labelValueErrors(value);
    return details.length > 0 ? [invalid(`values[${String(index)}][${key}]`, value, details.join('; '))] : [];
  });
  if (errors.length + malformed.length > 0) throw unparsable(aggregated([...errors, ...malformed]));
  return requirement;
}

function keyErrors(key: string, field: string): FieldError[] {
  const details = qualifiedNameErrors(key);
  return details.length > 0 ? [invalid(field, key, details.join('; '))] : [];
}

function aggregated(errors: readonly FieldError[]): string {
  const lines = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  return lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;
}

function unparsable(why: string) {
  return badRequest(`unable to parse requirement: ${why}`);
}
