/** An answer on the thread, as far as it can be shown: of which question, and what was said. */
export type ShownAnswer = { question: string; scale: string; said: string };

/** Of the scales that have an end: what the best is. */
const ends: Readonly<Record<string, number>> = { nps: 10, csat: 5, ces: 7, stars: 5 };

/** What was answered; what nobody understands is left out. */
export const answersIn = (answers: readonly unknown[]): ShownAnswer[] =>
  answers.flatMap((one) => {
    if (typeof one !== 'object' || one === null || !('scale' in one) || !('value' in one)) return [];
    const scale = String(one.scale);
    const question = 'question' in one ? String(one.question) : scale;
    const end = ends[scale];
    const value = Array.isArray(one.value) ? one.value.join(', ') : String(one.value);
    return [{ question, scale, said: end === undefined ? value : `${value}/${end}` }];
  });

/** By what an interaction is on this thread: the rule, and the identifier. */
export const reasonIn = (why: unknown): { rule: string; by: string } | undefined => {
  if (typeof why !== 'object' || why === null || !('rule' in why)) return undefined;
  const { identifier } = { identifier: undefined, ...why };
  return { rule: String(why.rule), by: identifierText(identifier) };
};

const identifierText = (identifier: unknown): string =>
  typeof identifier === 'object' && identifier !== null && 'kind' in identifier && 'value' in identifier
    ? `${identifier.kind} ${identifier.value}`
    : '–';
