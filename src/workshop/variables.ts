/** What `${…}` in a step may stand for. */
export const VARIABLES = [
  'pause',
  'scheduler',
  'namespace',
  'hold',
  'taint',
  'label',
  'context',
  'worker1',
  'worker2',
  'worker3',
  'cpu',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** The values of one play. A value that is not known (no cluster yet, say) is missing. */
export type Values = Readonly<Partial<Record<Variable, string>>>;

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** Names in `${…}` that are no variable of ours, in order of appearance. */
export function unknownVariables(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name]) => name ?? '')
    .filter((name) => !VARIABLES.some((known) => known === name));
}

/** `text` with every known variable replaced; one without a value stays as it is written. */
export function fill(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => valueOf(name, values) ?? placeholder);
}

function valueOf(name: string, values: Values): string | undefined {
  const known = VARIABLES.find((variable) => variable === name);
  return known && values[known];
}
