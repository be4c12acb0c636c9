const KIB = 1024;
const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/**
 * An amount of a resource as a person would write it: `250m` and `2` of cpu, `512Mi` and `7.7Gi` of what is counted in bytes, else the
 * number. Cpu is given in thousandths, the rest in whole units. Only bytes are ever rounded, to a tenth: `up` for what is needed, `down` for
 * what is there, so that too little never looks like enough.
 */
export function amountText(name: string, amount: number, rounded: 'up' | 'down'): string {
  if (name === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  return isInBytes(name) ? bytesText(amount, rounded === 'up' ? Math.ceil : Math.floor) : String(amount);
}

function isInBytes(name: string): boolean {
  return name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
}

function bytesText(bytes: number, round: (number: number) => number): string {
  let [amount, unit] = [bytes, 0];
  // the largest unit in which it is a whole number of four digits, else the largest that leaves at least one
  const isShort = (): boolean => Number.isInteger(amount) && amount < 10_000 && amount % KIB !== 0;
  while (amount >= KIB && unit < UNITS.length - 1 && !(unit > 0 && isShort()))
    [amount, unit] = [amount / KIB, unit + 1];
  return `${round(amount * 10) / 10}${UNITS[unit] ?? ''}`;
}
