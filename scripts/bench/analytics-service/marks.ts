import type { StepOfBench } from './history.ts';

/** What is to happen, and how much of it. */
export type Coming = {
  logUrl: string;
  perSecond: number;
  subjects: number;
  steps: readonly StepOfBench[];
  marksPerSecond: number;
  /** What the marks of this run are called. */
  run: string;
};

/** A mark that the log has, with the moment. */
export type SaidMark = { mark: number; at: number };

export const sayMark = (mark: number): SaidMark => ({ mark, at: Date.now() });

/** Where the marks of a run are: nothing else is there, so that their number says which are seen. */
export const markAt = (run: string): StepOfBench => ({ channel: 'other', touchpoint: run, kind: 'marked' });
