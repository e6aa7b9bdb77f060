import type { PolicyAnswer, SideFigures } from './answer.ts';
import { bar, caveatLines, countLine, minutesText, numberText, strong } from './bars.ts';

const width = 64;
const mostRules = 20;

/** What another policy would have changed, for people. */
export const policyLines = ({ id, result, examples = [] }: PolicyAnswer): string[] => {
  if (result === undefined) return [`dry run ${id}: nothing came of it`];
  const { contacts, invitations, inForce, proposed, customers, moved, rules, policy, history, caveats } = result;
  const all = contacts + invitations;
  const when = history.from === undefined || history.to === undefined ? '' : `, ${history.from} to ${history.to}`;
  const of = (count: number, colour: 'green' | 'yellow' | 'cyan' | 'gray', what: string, more = '') =>
    countLine(what, count, { all: customers.all, width, colour, more });
  return [
    `dry run ${id}`,
    `${numberText(contacts)} contacts of the ledger and ${numberText(invitations)} invitations${when}`,
    '',
    ...sideLines(`by version ${policy.inForce}, which is in force`, inForce, all),
    '',
    ...sideLines(
      policy.proposed === undefined ? 'by the proposed policy' : `by version ${policy.proposed}`,
      proposed,
      all,
    ),
    '',
    strong(`${numberText(customers.all)} customers would be contacted`),
    of(customers.more, 'green', '  more often'),
    of(customers.less, 'yellow', '  less often'),
    of(customers.otherTimes, 'cyan', '  as often, at other times'),
    of(customers.same, 'gray', '  the same'),
    ...(moved.count > 0
      ? [
          `${numberText(moved.count)} contacts at other times: ${numberText(moved.earlier)} earlier, ${numberText(moved.later)} later${moved.by ? `, half of them by no more than ${minutesText(moved.by.median)}, all by no more than ${minutesText(moved.by.max)}` : ''}`,
        ]
      : []),
    ...ruleLines(rules, all),
    ...(examples.length > 0 ? ['', strong('For whom it changes most')] : []),
    ...examples.map(
      ({ customer, change, inForce: before, proposed: after, otherTimes }) =>
        `  ${customer}  ${change}: ${before} → ${after}${otherTimes > 0 ? `, ${otherTimes} at other times` : ''}`,
    ),
    ...caveatLines(caveats),
  ];
};

const sideLines = (title: string, side: SideFigures, all: number): string[] => {
  const line = (what: string, count: number, colour: 'green' | 'yellow' | 'gray', more = '') =>
    countLine(what, count, { all, width, colour, more });
  const { waits } = side;
  return [
    strong(title),
    line('  permitted', side.made, 'green'),
    line('    at another time', side.later, 'green', waits && `half within ${minutesText(waits.median)}`),
    line('  withheld', side.withheld, 'yellow'),
    ...side.by.map(({ reason, rule, count }) => line(`    ${reason} (${rule})`, count, 'yellow')),
    ...(side.undecided > 0 ? [line('  undecided', side.undecided, 'gray')] : []),
  ];
};

const ruleLines = (rules: NonNullable<PolicyAnswer['result']>['rules'], all: number): string[] => {
  const changed = rules.filter(({ difference }) => difference !== 0).slice(0, mostRules);
  if (changed.length === 0) return ['', 'no rule is a reason more often, or less'];
  return [
    '',
    strong('Rules that are a reason more often, or less'),
    ...changed.map(({ reason, rule, inForce, proposed, difference }) => {
      const sign = difference > 0 ? '+' : '−';
      const numbers = `${numberText(inForce)} → ${numberText(proposed)}`.padStart(20);
      const share = all === 0 ? 0 : Math.abs(difference) / all;
      return `  ${`${reason} (${rule})`.padEnd(width - 10)}${numbers}  ${`${sign}${numberText(Math.abs(difference))}`.padStart(8)}  ${bar(share, difference > 0 ? 'yellow' : 'green')}`;
    }),
  ];
};
