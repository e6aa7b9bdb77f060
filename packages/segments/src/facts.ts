/** An interaction that counts, as far as a segment may ask; `at` is in milliseconds since the epoch. */
export type InteractionFact = {
  at: number;
  channel: string;
  touchpoint: string;
  kind: string;
  direction?: string | undefined;
  outcome?: string | undefined;
  properties?: unknown;
};

/** An answer that counts, as a number. */
export type AnswerFact = { at: number; scale: string; value: number; channel: string; touchpoint: string };

/** All that is known of a customer: facts in the order of (instant, source, id), the latest last. */
export type CustomerFacts = {
  traits: Readonly<Record<string, unknown>>;
  interactions: readonly InteractionFact[];
  answers: readonly AnswerFact[];
};
