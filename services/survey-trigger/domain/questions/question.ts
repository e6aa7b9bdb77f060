import type { AnswerCondition, ShowIf, SurveyQuestion } from '@hilo/contracts';

const ends = { nps: [0, 10], csat: [1, 5], ces: [1, 7], stars: [1, 5] } as const;

/** Every answer that there may be; none are listed of a text. */
export const possibleAnswers = (question: SurveyQuestion): readonly (string | number)[] | undefined => {
  if (question.scale === 'text') return undefined;
  if (question.scale === 'choice') return question.choices.map(({ code }) => code);
  const [first, last] = ends[question.scale];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
};

/** The conditions on which it depends whether a question is asked, and whether one of them is enough. */
export const conditionsOf = (
  showIf: ShowIf | undefined,
): { conditions: readonly AnswerCondition[]; isAny: boolean } => {
  if (showIf === undefined) return { conditions: [], isAny: false };
  if ('any' in showIf) return { conditions: showIf.any, isAny: true };
  return { conditions: 'all' in showIf ? showIf.all : [showIf], isAny: false };
};
