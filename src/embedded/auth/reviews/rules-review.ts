import { badRequest } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { NonResourceRule, PolicyRule, ResourceRule, SelfSubjectRulesReview } from '../../data/types.ts';
import type { VirtualCreate } from '../../api/verbs.ts';
import { aggregate } from '../rbac/authorizer.ts';
import { notListed, type RuleResolver } from '../rbac/rule-resolver.ts';

/** What may I do in a namespace (pkg/registry/authorization/selfsubjectrulesreview). */
export function selfSubjectRulesReview(resolver: RuleResolver): VirtualCreate {
  return ({ resource }, object, { user }) => {
    const { namespace = '' } = typed<SelfSubjectRulesReview>(object).spec;
    if (namespace === '') throw badRequest('no namespace on request');
    const { rules, missing } = resolver.rulesFor(user, namespace);
    const review: SelfSubjectRulesReview = {
      kind: resource.kind,
      apiVersion: resource.groupVersion,
      metadata: {},
      spec: {},
      status: {
        resourceRules: rules.flatMap(resourceRule),
        nonResourceRules: rules.flatMap(pathRule),
        incomplete: false,
        ...(missing.length === 0 ? {} : { evaluationError: aggregate(missing.map(notListed)) }),
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
