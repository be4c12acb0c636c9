import type { Given } from '../../config/given.ts';
import type { CoschedulingArgs } from '../coscheduling/coscheduling.ts';
import type { PodCountArgs } from '../pod-count.ts';
import type { Rule, RulesArgs } from '../rules.ts';
import { readLabelSelector } from './selector-args.ts';

/** Fewest when nothing is said. */
export function readPodCountArgs(given: Given | undefined): PodCountArgs {
  return { prefer: given?.fields(['prefer']).prefer?.oneOf(['fewest', 'most']) ?? 'fewest' };
}

/** No points and no score without any rule: a profile that enables Rules says which. */
export function readRulesArgs(given: Given | undefined): RulesArgs {
  const { maxPoints, rules } = given?.fields(['maxPoints', 'rules']) ?? {};
  return { maxPoints: maxPoints?.integer(1) ?? 100, rules: rules?.list().map(readRule) ?? [] };
}

function readRule(item: Given): Rule {
  const fields = item.fields([
    'points',
    'podSelector',
    'nodeSelector',
    'nodeYoungerThanDays',
    'nodeOlderThanDays',
  ]);
  if (!fields.points) throw item.wrong('points is missing');
  const { podSelector, nodeSelector, nodeYoungerThanDays, nodeOlderThanDays } = fields;
  return {
    points: fields.points.integer(),
    ...(podSelector && { podSelector: readLabelSelector(podSelector) }),
    ...(nodeSelector && { nodeSelector: readLabelSelector(nodeSelector) }),
    ...(nodeYoungerThanDays && { nodeYoungerThanDays: nodeYoungerThanDays.integer(1) }),
    ...(nodeOlderThanDays && { nodeOlderThanDays: nodeOlderThanDays.integer(0) }),
  };
}

/** As scheduler-plugins has them. */
export function readCoschedulingArgs(given: Given | undefined): CoschedulingArgs {
  const fields = given?.fields(['permitWaitingTimeSeconds', 'podGroupBackoffSeconds']) ?? {};
  return {
    permitWaitingTimeSeconds: fields.permitWaitingTimeSeconds?.integer(1) ?? 60,
    ...(fields.podGroupBackoffSeconds && {
      podGroupBackoffSeconds: fields.podGroupBackoffSeconds.integer(0),
    }),
  };
}
