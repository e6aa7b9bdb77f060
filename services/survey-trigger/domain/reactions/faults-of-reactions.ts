import type { Trigger } from '@hilo/contracts';
import type { CaseRules } from '../cases/case-rules.ts';
import { isTemplateId, keptTemplateId } from '../templates/as-programme.ts';
import { neverMatched } from '../trigger.ts';
import type { ReactionRule, ReactionRules } from './reaction-rules.ts';

type Fault = { path: PropertyKey[]; message: string };

/** The rules of cases and the programmes that are in force, which say what a reaction opens, and asks. */
type Beside = { caseRules: CaseRules | undefined; programmes: readonly { id: string; when: Trigger }[] };

/** What is wrong with rules as a whole, beside what is in force. */
export const faultsOfReactions = ({ rules }: ReactionRules, beside: Beside): Fault[] =>
  rules.flatMap((rule, n) => [
    ...(rules.findIndex(({ id }) => id === rule.id) === n
      ? []
      : [{ path: ['rules', n, 'id'], message: `is of another rule as well: ${rule.id}` }]),
    ...faultsOfRule(rule, beside).map(({ path, message }) => ({ path: ['rules', n, ...path], message })),
  ]);

const faultsOfRule = (rule: ReactionRule, { caseRules, programmes }: Beside): Fault[] => [
  ...unmatched(rule.when, ['when']),
  ...(rule.unless === undefined ? [] : unmatched(rule.unless, ['unless'])),
  ...(rule.of === undefined ? [] : neverMatched({ traits: rule.of.traits }).map(at(['of']))),
  ...(rule.unless?.same !== undefined && rule.same === undefined
    ? [{ path: ['unless', 'same'], message: 'needs `same` of the rule: what it is to be the same as' }]
    : []),
  ...(rule.latestOnly && rule.unless !== undefined
    ? [{ path: ['latestOnly'], message: 'is for what nothing is waited for: what begins anew is waited for anew' }]
    : []),
  ...(rule.action.do === 'case' && !opensCase(rule.id, caseRules)
    ? [
        {
          path: ['action'],
          message: `opens no case: name ${rule.id} in when.reactions of a rule of PUT /v1/case-rules first`,
        },
      ]
    : []),
  ...(rule.action.do === 'survey' &&
  !programmes.some((one) => !isTemplateId(one.id) && one.when.reactions?.includes(rule.id))
    ? [
        {
          path: ['action'],
          message: `asks nobody: name ${rule.id} in when.reactions of a programme of PUT /v1/programmes/{id} first`,
        },
      ]
    : []),
  ...(rule.action.do === 'message' ? untold(rule.action.template, programmes) : []),
];

/** The template has to be there, and not retired; templates are kept as programmes are. */
const untold = (template: string, programmes: Beside['programmes']): Fault[] =>
  programmes.some(({ id }) => id === keptTemplateId(template))
    ? []
    : [
        {
          path: ['action', 'template'],
          message: `is no template in force: ${template}; publish it by POST /v1/templates first`,
        },
      ];

const unmatched = ({ properties }: Pick<ReactionRule['when'], 'properties'>, path: PropertyKey[]): Fault[] =>
  neverMatched({ properties }).map(at(path));

const at =
  (before: PropertyKey[]) =>
  ({ path, message }: Fault): Fault => ({ path: [...before, ...path], message });

const opensCase = (id: string, caseRules: CaseRules | undefined): boolean =>
  caseRules?.rules.some(({ when }) => when.reactions?.includes(id)) ?? false;
