import type { AcceptedInteraction, ResolvedInteraction, VerbatimPolarity } from '@hilo/contracts';
import { isByCustomer } from '../cases/signals.ts';
import { derivedUuid } from '../derived-uuid.ts';
import { exampleId, scoredAs } from './scored.ts';

/** Something that a customer wrote. */
export type WrittenPart = {
  /** The same whenever it is heard of. */
  id: string;
  /** 0: the text of the interaction; else which of its answers, counted from 1. */
  part: number;
  question?: string | undefined;
  text: string;
  /** Its language, as far as that was told. */
  locale?: string | undefined;
  /** What the score beside it says, where it is all that was written: of that something may be learnt. */
  scored?: { example: string; as: VerbatimPolarity } | undefined;
};

/** The id under which it is noted that there is something of this interaction to be judged. */
export const textId = ({ source, id }: { source: string; id: string }): string => derivedUuid(['text', source, id]);

/** What a customer wrote in an interaction: its text, and answers in words. Nothing of what nobody knows whether a person did. */
export const saidIn = ({
  interaction,
  withdrawn,
}: Pick<ResolvedInteraction, 'interaction' | 'withdrawn'>): WrittenPart[] => {
  const { text, answers = [], locale, properties } = interaction;
  if (withdrawn || !isByCustomer(interaction) || properties?.leftOut !== undefined) return [];
  const parts = [
    { part: 0, text },
    ...answers.map((one, n) => ({ part: n + 1, question: one.question, text: wordsIn(one) })),
  ];
  const written = parts.flatMap(({ text: words, ...one }) =>
    words === undefined || words.trim() === ''
      ? []
      : [{ ...one, id: verbatimId(interaction, one.part), text: words, locale }],
  );
  const as = written.length === 1 ? scoredAs(interaction) : undefined;
  return as === undefined
    ? written
    : written.map((one) => ({ ...one, scored: { example: exampleId(interaction, one.part), as } }));
};

const verbatimId = ({ source, id }: AcceptedInteraction, part: number): string =>
  derivedUuid(['verbatim', source, id, String(part)]);

const wordsIn = (answer: NonNullable<AcceptedInteraction['answers']>[number]): string | undefined =>
  answer.scale === 'text' && 'value' in answer && typeof answer.value === 'string' ? answer.value : undefined;
