import type { AnswerCondition, ShowIf, SurveyQuestion } from '@hilo/contracts';
import { holds } from '@hilo/segments';
import { conditionsOf, possibleAnswers } from './question.ts';

/** What is wrong, and where. */
export type Fault = { path: PropertyKey[]; message: string };

/** What is wrong with questions that have the right form: two with one name, or one that is asked of nobody. */
export const faultsOfQuestions = (questions: readonly SurveyQuestion[]): Fault[] => [
  ...twice(
    questions.map(({ question }) => question),
    (name) => `${name} is the name of another question`,
  ).map(({ index, message }) => ({ path: [index, 'question'], message })),
  ...questions.flatMap((question, index) =>
    question.scale === 'choice' ? sameCodes(question.choices).map((fault) => within(fault, [index, 'choices'])) : [],
  ),
  ...questions.flatMap((question, index) =>
    faultsOfShowIf(question, questions, index).map((fault) => within(fault, [index, 'showIf'])),
  ),
];

const within = ({ path, message }: Fault, place: PropertyKey[]): Fault => ({ path: [...place, ...path], message });

const twice = (names: readonly string[], say: (name: string) => string): { index: number; message: string }[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [{ index, message: say(name) }] : []));

const sameCodes = (choices: readonly { code: string }[]): Fault[] =>
  twice(
    choices.map(({ code }) => code),
    (code) => `${code} is the code of another choice`,
  ).map(({ index, message }) => ({ path: [index, 'code'], message }));

const faultsOfShowIf = (question: SurveyQuestion, questions: readonly SurveyQuestion[], index: number): Fault[] => {
  const { showIf } = question;
  return showIf === undefined ? [] : faultsAt(showIf, questions, index);
};

/** What is wrong with conditions on the answers to any of these questions. */
export const faultsOfConditions = (when: ShowIf, questions: readonly SurveyQuestion[]): Fault[] =>
  faultsAt(when, questions, questions.length);

const faultsAt = (showIf: ShowIf, questions: readonly SurveyQuestion[], index: number): Fault[] => {
  const { conditions, isAny } = conditionsOf(showIf);
  const listed = 'any' in showIf ? 'any' : 'all' in showIf ? 'all' : undefined;
  const faults = conditions.flatMap((condition, place) =>
    faultsOfCondition(condition, questions, index).map((fault) =>
      within(fault, listed === undefined ? [] : [listed, place]),
    ),
  );
  if (faults.length > 0 || isAny || canAllHold(conditions, questions)) return faults;
  return [{ path: [], message: 'never holds, so that it is of nobody' }];
};

const faultsOfCondition = (
  condition: AnswerCondition,
  questions: readonly SurveyQuestion[],
  index: number,
): Fault[] => {
  const target = questions.findIndex(({ question }) => question === condition.question);
  const path = ['question'];
  const [one, other] = [questions[index]?.question ?? '', condition.question];
  if (target < 0) return [{ path, message: `${other} is no question of this programme` }];
  if (target === index) return [{ path, message: `${other} would wait for its own answer` }];
  const asked = questions[target];
  if (asked === undefined || target > index) {
    const isCircle = dependsOn(other, one, questions);
    return [{ path, message: isCircle ? `${other} waits for ${one} in its turn: a circle` : `${other} comes later` }];
  }
  return wrongValues(condition, asked);
};

/** Whether it depends on the other, directly or not, if the one is asked. */
const dependsOn = (
  name: string,
  other: string,
  questions: readonly SurveyQuestion[],
  seen: readonly string[] = [],
): boolean =>
  !seen.includes(name) &&
  conditionsOf(questions.find(({ question }) => question === name)?.showIf).conditions.some(
    ({ question }) => question === other || dependsOn(question, other, questions, [...seen, name]),
  );

/** Values that the question is never answered with, and comparisons that say nothing of its answers. */
const wrongValues = (condition: AnswerCondition, asked: SurveyQuestion): Fault[] => {
  const possible = possibleAnswers(asked);
  const { operator, value } = condition;
  if (operator === 'exists') return [];
  const isOrder = ['greater', 'at-least', 'less', 'at-most'].includes(operator);
  const isRating = asked.scale !== 'choice' && asked.scale !== 'text';
  if (isOrder !== isRating && (isOrder || ['contains', 'not-contains', 'starts-with'].includes(operator)))
    return [{ path: ['operator'], message: `${operator} says nothing of answers on the scale ${asked.scale}` }];
  if (possible === undefined || ['contains', 'not-contains', 'starts-with'].includes(operator)) return [];
  if (!isOrder) return namedOutside([value].flat(), possible, asked);
  return possible.some((one) => holds(condition, [one]))
    ? []
    : [{ path: ['value'], message: `never holds: ${asked.question} is answered with ${listed(possible, asked)}` }];
};

const namedOutside = (
  named: readonly (string | number | boolean)[],
  possible: readonly (string | number)[],
  asked: SurveyQuestion,
): Fault[] =>
  named
    .filter((one) => !possible.some((answer) => answer === one))
    .map((one) => ({
      path: ['value'],
      message: `${JSON.stringify(one)} is no answer to ${asked.question}: ${listed(possible, asked)}`,
    }));

const listed = (possible: readonly (string | number)[], { scale }: SurveyQuestion): string =>
  scale === 'choice' ? possible.join(', ') : `${possible[0]} to ${possible.at(-1)}`;

/** Whether there are answers by which all of them hold; of texts, there always are. */
const canAllHold = (conditions: readonly AnswerCondition[], questions: readonly SurveyQuestion[]): boolean =>
  [...Map.groupBy(conditions, ({ question }) => question)].every(([name, same]) => {
    const asked = questions.find(({ question }) => question === name);
    const possible = asked && possibleAnswers(asked);
    return (
      possible === undefined ||
      same.every((condition) => holds(condition, [])) ||
      possible.some((answer) => same.every((condition) => holds(condition, [answer])))
    );
  });
