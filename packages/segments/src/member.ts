import { holds } from './comparison.ts';
import type { AnswerPick, InteractionPick, NumberRange, SegmentCondition, SegmentLeaf } from './condition.ts';
import type { AnswerFact, CustomerFacts, InteractionFact } from './facts.ts';
import { valuesAt } from './json-path.ts';
import { traitValues } from './traits.ts';

/** A part of the condition that decided it: where it stands, whether it holds, and what was found there. */
export type Because = { path: string; holds: boolean; found: unknown };

type Judgement = { member: boolean; because: Because[] };

const dayMs = 86_400_000;

/**
 * Whether a customer of whom this is known is in the segment at this instant, in milliseconds since the epoch, and which parts of the
 * condition say so: all of `all` and one of `any` where they hold, one of `all` and all of `any` where they do not.
 */
export const isMember = (condition: SegmentCondition, facts: CustomerFacts, now: number): Judgement =>
  judgePart(condition, facts, now, '');

const judgePart = (condition: SegmentCondition, facts: CustomerFacts, now: number, path: string): Judgement => {
  if (condition.type === 'not') {
    const { member, because } = judgePart(condition.of, facts, now, `${path}.of`);
    return { member: !member, because };
  }
  if (condition.type !== 'all' && condition.type !== 'any') return judgeLeaf(condition, facts, now, path);
  const judged = condition.of.map((one, index) => judgePart(one, facts, now, `${path}.of[${index}]`));
  const deciding = judged.find(({ member }) => member === (condition.type === 'any'));
  if (deciding !== undefined) return deciding;
  return { member: condition.type === 'all', because: judged.flatMap(({ because }) => because) };
};

const judgeLeaf = (leaf: SegmentLeaf, facts: CustomerFacts, now: number, path: string): Judgement => {
  const [member, found] = measure(leaf, facts, now);
  return { member, because: [{ path: path.replace(/^\./, ''), holds: member, found }] };
};

const measure = (leaf: SegmentLeaf, facts: CustomerFacts, now: number): [holds: boolean, found: unknown] => {
  const since = 'withinDays' in leaf && leaf.withinDays !== undefined ? now - leaf.withinDays * dayMs : -Infinity;
  const isRecent = ({ at }: { at: number }): boolean => at >= since;
  switch (leaf.type) {
    case 'trait': {
      const found = traitValues(facts.traits, leaf.path);
      return [holds(leaf, found), found];
    }
    case 'interactions': {
      const found = facts.interactions.filter((one) => isRecent(one) && isSuch(leaf.which, one)).length;
      return [isWithin(leaf.count, found), found];
    }
    case 'last-interaction': {
      const last = facts.interactions.findLast((one) => isRecent(one) && isSuch(leaf.which, one));
      return [last !== undefined && isSuch(leaf.is, last), last && { ...last, at: new Date(last.at).toISOString() }];
    }
    case 'answers': {
      const { which, value = {}, count } = leaf;
      const given = facts.answers.filter(
        (one) => isRecent(one) && isAnswerOf(which, one) && isWithin(value, one.value),
      );
      return [isWithin(count, given.length), given.length];
    }
    case 'last-answer': {
      const last = facts.answers.findLast((one) => isRecent(one) && isAnswerOf(leaf.which, one));
      return [last !== undefined && isWithin(leaf.value, last.value), last?.value];
    }
  }
};

/** Whether an interaction is one of those that are picked. */
const isSuch = (pick: InteractionPick, fact: InteractionFact): boolean =>
  isOneOf(pick.channels, fact.channel) &&
  isOneOf(pick.touchpoints, fact.touchpoint) &&
  isOneOf(pick.kinds, fact.kind) &&
  isOneOf(pick.directions, fact.direction) &&
  isOneOf(pick.outcomes, fact.outcome) &&
  (pick.properties ?? []).every((condition) => holds(condition, valuesAt(fact.properties, condition.path)));

const isAnswerOf = ({ scale, channels, touchpoints }: AnswerPick, fact: AnswerFact): boolean =>
  fact.scale === scale && isOneOf(channels, fact.channel) && isOneOf(touchpoints, fact.touchpoint);

const isOneOf = (wanted: readonly string[] | undefined, word: string | undefined): boolean =>
  wanted === undefined || (word !== undefined && wanted.includes(word));

const isWithin = ({ atLeast = -Infinity, atMost = Infinity }: NumberRange, value: number): boolean =>
  value >= atLeast && value <= atMost;
