import type { Heads } from '../head.ts';
import type { Judgement, Verbatim } from '../judgement.ts';

/** What the thread is asked, or told: by which heads it is to judge from now on. */
export type AskedOfThread = { id: number; verbatims: readonly Verbatim[] } | { heads: Heads };
/** What it says: that the encoder is there, or an answer. */
export type SaidByThread = 'ready' | { id: number; judgements: Judgement[] };
