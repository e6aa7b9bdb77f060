import fc from 'fast-check';
import { expect, it } from 'vitest';
import { someCondition, someFacts } from './generators.ts';
import { type CustomerFacts, isMember, SegmentCondition, segmentLeaves } from './index.ts';

const now = Date.UTC(2026, 5, 1);
const given = () => fc.tuple(someCondition(), someFacts(now));
const judged = (condition: SegmentCondition, facts: CustomerFacts): boolean => isMember(condition, facts, now).member;

it('takes every condition that it writes for one that somebody may write', () => {
  fc.assert(fc.property(someCondition(), (condition) => SegmentCondition.safeParse(condition).success));
});

it('is the condition over what its leaves say, by the laws of logic', () => {
  const byLeaves = (condition: SegmentCondition, facts: CustomerFacts): boolean => {
    if (condition.type === 'all') return condition.of.every((one) => byLeaves(one, facts));
    if (condition.type === 'any') return condition.of.some((one) => byLeaves(one, facts));
    return condition.type === 'not' ? !byLeaves(condition.of, facts) : judged(condition, facts);
  };
  fc.assert(
    fc.property(given(), ([condition, facts]) => {
      expect(judged(condition, facts)).toBe(byLeaves(condition, facts));
      expect(judged({ type: 'not', of: condition }, facts)).toBe(!judged(condition, facts));
    }),
  );
});

it('says why: as long as these parts stay as they are, whatever the others say changes nothing', () => {
  fc.assert(
    fc.property(given(), fc.func(fc.boolean()), ([condition, facts], otherwise) => {
      const { member, because } = isMember(condition, facts, now);
      expect(because.length).toBeGreaterThan(0);
      const said = new Map(because.map(({ path, holds }) => [path, holds]));
      const told = (one: SegmentCondition, path: string): boolean => {
        if (one.type === 'all') return one.of.every((part, n) => told(part, `${path}.of[${n}]`));
        if (one.type === 'any') return one.of.some((part, n) => told(part, `${path}.of[${n}]`));
        if (one.type === 'not') return !told(one.of, `${path}.of`);
        return said.get(path.replace(/^\./, '')) ?? otherwise(path);
      };
      expect(told(condition, '')).toBe(member);
    }),
  );
});

it('is not told apart by facts that no leaf asks for, nor by what is older than all of them ask', () => {
  fc.assert(
    fc.property(given(), ([condition, facts]) => {
      const asked = new Set(segmentLeaves(condition).map(({ leaf }) => leaf.type));
      const without = {
        traits: asked.has('trait') ? facts.traits : {},
        interactions: asked.has('interactions') || asked.has('last-interaction') ? facts.interactions : [],
        answers: asked.has('answers') || asked.has('last-answer') ? facts.answers : [],
      };
      expect(judged(condition, without)).toBe(judged(condition, facts));
    }),
  );
});
