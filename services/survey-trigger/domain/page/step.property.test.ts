import { SurveyQuestion } from '@hilo/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnswerValue, shownQuestions } from '../questions/next-question.ts';
import { stepAt } from './step.ts';

/** Surveys of up to eight scores, each shown always or by what was answered before. */
const surveys = fc
  .array(
    fc.record({
      isAny: fc.boolean(),
      conditions: fc.array(
        fc.record({
          at: fc.nat(7),
          operator: fc.constantFrom('at-least', 'less', 'not-equals'),
          value: fc.integer({ min: 1, max: 5 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => ({
    questions: parts.map(({ isAny, conditions }, n) => {
      const before = n === 0 ? [] : conditions.map(({ at, ...one }) => ({ question: `q${at % n}`, ...one }));
      const showIf = before.length === 0 ? {} : { showIf: isAny ? { any: before } : { all: before } };
      return SurveyQuestion.parse({ question: `q${n}`, scale: 'csat', text: { en: `q${n}` }, ...showIf });
    }),
  }));
const given = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(null)), { minLength: 8, maxLength: 8 });

it('counts on, promises never more than it said before, and says at the last question that it is the last', () => {
  fc.assert(
    fc.property(surveys, given, (survey, values) => {
      const answers = new Map<string, AnswerValue>();
      const steps = [];
      for (let n = 0; n < 9; n += 1) {
        const step = stepAt(survey, answers);
        if (step === undefined) break;
        steps.push(step);
        answers.set(step.question.question, values[n] ?? null);
      }
      expect(steps.map(({ number }) => number)).toEqual(steps.map((_, n) => n + 1));
      for (const [n, { about, number, back }] of steps.entries()) {
        expect(about).toBeGreaterThanOrEqual(number);
        expect(about).toBeGreaterThanOrEqual(steps.length);
        if (n > 0) expect(about).toBeLessThanOrEqual(steps[n - 1]?.about ?? 0);
        expect(back).toBe(steps[n - 1]?.question);
      }
      expect(stepAt(survey, answers)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

it('leads back to what is shown and was seen, however she came there, and to nothing that she has not come to', () => {
  fc.assert(
    fc.property(surveys, given, fc.nat(8), fc.nat(9), (survey, values, answered, wanted) => {
      const answers = new Map<string, AnswerValue>(values.slice(0, answered).map((value, n) => [`q${n}`, value]));
      const shown = shownQuestions(survey, answers);
      const step = stepAt(survey, answers, `q${wanted}`);
      const next = stepAt(survey, answers);
      if (step === undefined) return;
      expect(shown).toContain(step.question);
      if (next) expect(step.number).toBeLessThanOrEqual(next.number);
      if (step.question !== next?.question) expect(step.question.question).toBe(`q${wanted}`);
      expect(step.back).toBe(shown[shown.indexOf(step.question) - 1]);
    }),
    { numRuns: 2000 },
  );
});
