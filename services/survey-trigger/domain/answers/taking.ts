import type { Programme } from '../programme.ts';
import { type Answers, type AnswerValue, countedAnswers, nextQuestion } from '../questions/next-question.ts';
import { type AnswerFault, answerIn, isSameAnswer } from './answer-in.ts';

/** How far the answering of an invitation came. */
export const responseStates = ['opened', 'partial', 'completed', 'screened-out'] as const;
export type ResponseState = (typeof responseStates)[number];

const dayMs = 86_400_000;
/** Where the programme says nothing of it. */
export const answerDaysWithout = 14;

/** Until when an invitation takes answers, in milliseconds since the epoch: after its deadline they are late, and none is lost. */
export const answersEndAt = (programme: Pick<Programme, 'answerDays'>, deadline: number): number =>
  deadline + (programme.answerDays ?? answerDaysWithout) * dayMs;

/** What was given to the questions of this programme: the answers that are news, and what is none. Of several to one question the last. */
export const newAnswers = (
  { questions }: Pick<Programme, 'questions'>,
  given: readonly { question: string; value: AnswerValue }[],
  before: Answers,
): { news: Map<string, AnswerValue>; faults: AnswerFault[] } => {
  const news = new Map<string, AnswerValue>();
  const faults: AnswerFault[] = [];
  for (const { question, value } of given) {
    const asked = questions.find((one) => one.question === question);
    const read = asked ? answerIn(asked, value) : { fault: notAsked(question) };
    if ('fault' in read) faults.push(read.fault);
    else if (isSameAnswer(before.get(question), read.value)) news.delete(question);
    else news.set(question, read.value);
  }
  return { news, faults };
};

const notAsked = (question: string): AnswerFault => ({
  question,
  reason: 'unknown-question',
  message: `${question} is no question of this survey`,
});

/** How far it came with these answers, all that count of them, and what is asked next. */
export const standingOf = (programme: Pick<Programme, 'questions'>, answers: Answers) => {
  const next = nextQuestion(programme, answers);
  const state: ResponseState = next === undefined ? 'completed' : answers.size === 0 ? 'opened' : 'partial';
  return { state, next, counted: countedAnswers(programme, answers) };
};
