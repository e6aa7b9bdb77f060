import type { Judgement, Verbatim } from '../judgement.ts';

/** What the thread is asked. */
export type AskedOfThread = { id: number; verbatims: readonly Verbatim[] };
/** What it says: that the encoder is there, or an answer. */
export type SaidByThread = 'ready' | { id: number; judgements: Judgement[] };
