const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/**
 * An amount of a resource as a person would write it, exact: `250m` and `2` of cpu, `512Mi` of what is counted in bytes, else the number.
 * Cpu is given in thousandths, the rest in whole units.
 */
export function amountText(name: string, amount: number): string {
  if (name === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  return isInBytes(name) ? bytesText(amount) : String(amount);
}

function isInBytes(name: string): boolean {
  return name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
}

function bytesText(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount !== 0 && amount % 1024 === 0 && unit < UNITS.length - 1)
    [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${UNITS[unit] ?? ''}`;
}
