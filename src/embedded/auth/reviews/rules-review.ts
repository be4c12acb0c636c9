import { badRequest } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { NonResourceRule, PolicyRule, ResourceRule, SelfSubjectRulesReview } from '../../data/types.ts';
import type { VirtualCreate } from '../../api/verbs.ts';
import { aggregate } from '../rbac/authorizer.ts';
import type { RuleResolver } from '../rbac/rule-resolver.ts';
import { MASTERS } from '../../api/caller.ts';

const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** What may I do in a namespace (pkg/registry/authorization/selfsubjectrulesreview). */
export function selfSubjectRulesReview(resolver: RuleResolver): VirtualCreate {
  return ({ resource }, object, { user }) => {
    const { namespace = '' } = typed<SelfSubjectRulesReview>(object).spec;
    if (namespace === '') throw badRequest('no namespace on request');
    const { rules, errors } = resolver.rulesFor(user, namespace);
    const all = user.groups.includes(MASTERS) ? [...EVERYTHING, ...rules] : rules;
    const review: SelfSubjectRulesReview = {
      kind: resource.kind,
      apiVersion: resource.groupVersion,
      metadata: {},
      spec: {},
      status: {
        resourceRules: all.flatMap(resourceRule),
        nonResourceRules: all.flatMap(pathRule),
        incomplete: false,
        ...(errors.length === 0 ? {} : { evaluationError: aggregate(errors) }),
      },
    };
    return review;
  };
}

function resourceRule({ verbs, apiGroups = [], resources = [], resourceNames }: PolicyRule): ResourceRule[] {
  if (resources.length === 0) return [];
  return [{ verbs, apiGroups, resources, ...(resourceNames?.length ? { resourceNames } : {}) }];
}

function pathRule({ verbs, nonResourceURLs = [] }: PolicyRule): NonResourceRule[] {
  return nonResourceURLs.length === 0 ? [] : [{ verbs, nonResourceURLs }];
}
