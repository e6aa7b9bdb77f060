import type { AcceptedInteraction, VerbatimPolarity } from '@hilo/contracts';
import { scoresIn } from '../cases/signals.ts';
import { derivedUuid } from '../derived-uuid.ts';

/** What scores say of how somebody feels: up to and with the first number negative, from the second on positive, neutral between them. */
const readings: Readonly<Record<string, readonly [negativeTo: number, positiveFrom: number]>> = {
  nps: [6, 9],
  csat: [2, 4],
  ces: [3, 5],
};

/** How somebody feels who gave these scores; nothing without one, or where two say something else. */
export const scoredAs = ({ answers = [] }: Pick<AcceptedInteraction, 'answers'>): VerbatimPolarity | undefined => {
  const said = new Set(
    scoresIn(answers).flatMap(({ scale, value }) => {
      const reading = readings[scale];
      return reading === undefined ? [] : polarityOf(value, reading);
    }),
  );
  return said.size === 1 ? [...said][0] : undefined;
};

const polarityOf = (value: number, [negativeTo, positiveFrom]: readonly [number, number]): VerbatimPolarity =>
  value <= negativeTo ? 'negative' : value >= positiveFrom ? 'positive' : 'neutral';

/** By which what was written is known in every revision of a response. */
export const exampleId = ({ source, id, properties }: AcceptedInteraction, part: number): string => {
  const { response } = properties ?? {};
  return derivedUuid(['example', source, typeof response === 'string' ? response : id, String(part)]);
};
