import type { SurveyQuestion } from '@hilo/contracts';
import { holds } from '@hilo/segments';
import { type Answers, countedAnswers, nextQuestion, shownQuestions } from '../questions/next-question.ts';
import { conditionsOf } from '../questions/question.ts';

/** Where somebody is in a survey. */
export type SurveyStep = {
  question: SurveyQuestion;
  /** Counted from one, of those that she is asked. */
  number: number;
  /** How many there may be in all, at the most. */
  about: number;
  /** The one that she saw last before this one. */
  back: SurveyQuestion | undefined;
};

type Questions = { questions: readonly SurveyQuestion[] };

/**
 * The question to show: the one that is wanted, if she has come so far; else the first that has no answer. Nothing, where all is
 * answered. It is a function of what is answered alone, so that two tabs, a back button and a link from before all agree.
 */
export const stepAt = (programme: Questions, answers: Answers, wanted?: string): SurveyStep | undefined => {
  const shown = shownQuestions(programme, answers);
  const next = nextQuestion(programme, answers);
  const reached = next === undefined ? shown : shown.slice(0, shown.indexOf(next) + 1);
  const question = reached.find((one) => one.question === wanted) ?? next;
  if (question === undefined) return undefined;
  const place = shown.indexOf(question);
  return {
    question,
    number: place + 1,
    about: place + 1 + stillToCome(programme, answers, question),
    back: shown[place - 1],
  };
};

/**
 * How many may follow at the most: those whose conditions hold, or may still hold, since what they depend on is not answered yet. It falls
 * as answers come, and grows only where she changes one.
 */
const stillToCome = (programme: Questions, answers: Answers, current: SurveyQuestion): number => {
  const place = programme.questions.indexOf(current);
  const counted = countedAnswers(programme, answers);
  const before = new Set(programme.questions.slice(0, place).map(({ question }) => question));
  return programme.questions.slice(place + 1).filter(({ showIf }) => {
    const { conditions, isAny } = conditionsOf(showIf);
    const mayHold = (condition: (typeof conditions)[number]): boolean => {
      if (!before.has(condition.question)) return true;
      const answer = counted.get(condition.question) ?? null;
      return holds(condition, answer === null ? [] : [answer].flat());
    };
    return isAny ? conditions.some(mayHold) : conditions.every(mayHold);
  }).length;
};
