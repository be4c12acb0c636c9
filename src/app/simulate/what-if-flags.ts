import { parseQuantity } from '../../api/quantity.ts';
import type { Taint, TaintEffect } from '../../api/types.ts';
import { UsageError } from '../../lib/errors.ts';
import type { NewNode, WhatIf } from '../../simulate/what-if.ts';

const EFFECTS: readonly TaintEffect[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const NODE_FORM = 'NAME[,count=3][,like=NODE][,cpu=8][,memory=32Gi][,pods=110][,label.zone=a]';

/** `--taint worker2:dedicated=gpu:NoSchedule`: the node, then as kubectl writes a taint. */
export function parseTaint(flag: string): WhatIf['taints'][number] {
  const [, node = '', key = '', value, effect = ''] =
    /^([^:]+):([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(flag) ?? [];
  const known = EFFECTS.find((one) => one === effect);
  if (!known) {
    throw new UsageError(`--taint ${flag} names no node and taint`, {
      next: 'write NODE:KEY=VALUE:EFFECT with NoSchedule, PreferNoSchedule or NoExecute',
    });
  }
  const taint: Taint = { key, ...(value !== undefined && value !== '' && { value }), effect: known };
  return { node, taint };
}

/** `--add-node big,cpu=16,memory=64Gi,label.zone=a`. */
export function parseNewNode(flag: string): NewNode {
  const [name = '', ...settings] = flag.split(',');
  const wrong = (message: string) =>
    new UsageError(`--add-node ${flag}: ${message}`, { next: `write ${NODE_FORM}` });
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) throw wrong(`"${name}" is no name of a node`);
  const allocatable: Record<string, string> = {};
  const labels: Record<string, string> = {};
  let rest: Pick<NewNode, 'count' | 'like'> = {};
  for (const setting of settings) {
    const [key = '', ...values] = setting.split('=');
    const value = values.join('=');
    if (key.startsWith('label.')) labels[key.slice('label.'.length)] = value;
    else if (key === 'like') rest = { ...rest, like: value };
    else if (key === 'count' && /^[1-9]\d{0,3}$/.test(value)) rest = { ...rest, count: Number(value) };
    else if (key !== 'count' && parseQuantity(value)) allocatable[key] = value;
    else throw wrong(`"${setting}" is no amount`);
  }
  return { name, ...rest, allocatable, labels };
}
