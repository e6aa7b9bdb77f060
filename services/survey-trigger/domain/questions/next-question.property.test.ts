import type { SurveyQuestion } from '@hilo/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultsOfQuestions } from './faults.ts';
import { type AnswerValue, countedAnswers, nextQuestion, shownQuestions } from './next-question.ts';
import { possibleAnswers } from './question.ts';

const text = { en: 'x' };
const scales = fc.constantFrom('nps', 'csat', 'stars', 'choice', 'text') satisfies fc.Arbitrary<
  SurveyQuestion['scale']
>;
const questionOf = (n: number, scale: SurveyQuestion['scale']): SurveyQuestion => {
  if (scale === 'choice')
    return {
      question: `q${n}`,
      scale,
      text,
      choices: [
        { code: 'a', text },
        { code: 'b', text },
      ],
    };
  return scale === 'text' ? { question: `q${n}`, scale, text } : { question: `q${n}`, scale, text };
};

const conditionOn = (target: SurveyQuestion, n: number) => {
  const possible = possibleAnswers(target);
  const value = possible?.[n % possible.length] ?? 'x';
  const operator = (['equals', 'not-equals'] as const)[n % 2] ?? 'equals';
  return n % 5 === 0
    ? { question: target.question, operator: 'exists' as const, value: n % 2 === 0 }
    : { question: target.question, operator, value };
};

/** Questions that are to be published, each of which may depend on those before it. */
const surveys = fc
  .array(fc.tuple(scales, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }), fc.boolean()), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => {
    const questions: SurveyQuestion[] = [];
    for (const [n, [scale, depends, isAny]] of drawn.entries()) {
      const conditions = depends.flatMap(([which, how]) => {
        const target = questions[which % Math.max(1, n)];
        return target === undefined ? [] : [conditionOn(target, how)];
      });
      const showIf = isAny ? { any: conditions } : { all: conditions };
      questions.push({ ...questionOf(n, scale), ...(conditions.length > 0 && { showIf }) });
    }
    return questions;
  });

const answerTo = (question: SurveyQuestion, n: number): AnswerValue =>
  n % 7 === 0 ? null : (possibleAnswers(question)?.[n % (possibleAnswers(question)?.length ?? 1)] ?? 'x');

it('asks every question once at the most, never one that is hidden, and comes to an end', () => {
  fc.assert(
    fc.property(surveys, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (questions, draws) => {
      expect(faultsOfQuestions(questions).filter(({ message }) => !/never holds/.test(message))).toEqual([]);
      const answers = new Map<string, AnswerValue>();
      for (let step = 0; ; step += 1) {
        const next = nextQuestion({ questions }, answers);
        if (next === undefined) break;
        expect(answers.has(next.question)).toBe(false);
        expect(shownQuestions({ questions }, answers)).toContain(next);
        answers.set(next.question, answerTo(next, draws[step % draws.length] ?? 0));
        expect(step).toBeLessThan(questions.length);
      }
      expect([...countedAnswers({ questions }, answers).keys()]).toEqual(
        shownQuestions({ questions }, answers).map(({ question }) => question),
      );
    }),
  );
});

it('is a function of the answers, not of the way there: back and forth changes nothing, and loses nothing', () => {
  fc.assert(
    fc.property(
      surveys,
      fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
      fc.nat(),
      fc.nat(),
      (questions, draws, which, other) => {
        const answers = new Map(questions.map((question, n) => [question.question, answerTo(question, draws[n] ?? 0)]));
        const before = countedAnswers({ questions }, answers);
        const changed = questions[which % questions.length];
        if (changed === undefined) return;
        const was = answers.get(changed.question) ?? null;
        answers.set(changed.question, answerTo(changed, other));
        countedAnswers({ questions }, answers);
        expect(answers.size).toBe(questions.length);
        answers.set(changed.question, was);
        expect(countedAnswers({ questions }, answers)).toEqual(before);
      },
    ),
  );
});

it('counts no answer to what is hidden, and shows nothing on account of one', () => {
  fc.assert(
    fc.property(surveys, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (questions, draws) => {
      const answers = new Map(questions.map((question, n) => [question.question, answerTo(question, draws[n] ?? 0)]));
      const counted = countedAnswers({ questions }, answers);
      // What is hidden may be answered in any way, or not at all: the same is shown.
      expect(shownQuestions({ questions }, counted)).toEqual(shownQuestions({ questions }, answers));
    }),
  );
});
