import type { ReactionAnswer, ReactionFigures } from './answer.ts';
import { caveatLines, countLine, numberText, strong } from './bars.ts';

const width = 64;

/** To what rules would have reacted, for people. */
export const reactionLines = ({ id, result }: ReactionAnswer): string[] => {
  if (result === undefined) return [`dry run ${id}: nothing came of it`];
  const { history, rules, caveats } = result;
  const when = history.from === undefined || history.to === undefined ? '' : `, ${history.from} to ${history.to}`;
  return [
    `dry run ${id}`,
    `${numberText(history.interactions ?? 0)} interactions of the log${when}`,
    ...rules.flatMap(ruleLines),
    ...caveatLines(caveats),
  ];
};

const ruleLines = (one: ReactionFigures): string[] => {
  const line = (what: string, count: number, colour: 'green' | 'yellow' | 'gray', more = '') =>
    countLine(what, count, { all: one.windows, width, colour, more });
  return [
    '',
    strong(`${one.rule}: ${numberText(one.windows)} began, ${numberText(one.customers)} customers reacted to`),
    line('  fired', one.fired, 'green', one.history === 0 ? '' : `in truth history: ${numberText(one.history)}`),
    line('  cancelled', one.cancelled, 'yellow'),
    line('  renewed', one.renewed, 'gray'),
    line('  overtaken', one.overtaken, 'gray'),
    line('  resting', one.resting, 'gray'),
    line('  not in the audience', one.notInAudience, 'yellow'),
    line('  open, or not often enough', one.open, 'gray'),
  ];
};
