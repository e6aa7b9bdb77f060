import type { OpenAnswer, ResolvedInteraction } from '@hilo/contracts';
import { isLeftOut } from './response.ts';

/** An answer that is a number, at its place among those of its interaction. */
export type CountedAnswer = { place: number; scale: string; value: number };

type Answered = Pick<ResolvedInteraction['interaction'], 'source' | 'answers' | 'properties'>;

/** Those of its answers that count: none of whoever chose to answer a sign, and nothing that an unknown scale says. */
export const countedIn = (interaction: Answered): CountedAnswer[] =>
  (isLeftOut(interaction) ? [] : (interaction.answers ?? [])).flatMap((answer, place) => {
    const value = numberIn(answer);
    return value === undefined ? [] : [{ place, scale: answer.scale, value }];
  });

const numberIn = (answer: OpenAnswer): number | undefined => {
  if (!('value' in answer)) return undefined;
  const { value } = answer;
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;
};
