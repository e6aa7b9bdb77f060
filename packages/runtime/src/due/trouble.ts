import type { Health } from '../health.ts';

/** So many in a row, and none between them that could be done, are no accident of each. */
const mostInARow = 5;
/** One that is later than this is not what was promised. */
const lateMs = 5 * 60_000;
/** Who has done nothing for so long does not work. */
const idleMs = 60_000;

/** What is told of work that is due, so that `/readyz` says when it cannot be done, or comes too late. */
export type Trouble = {
  /** Nothing could be done at all: the database is away, or not as it has to be. */
  noteRefused(at: number, why: string): void;
  /** A round is through: so many items done, why others failed, and how late what is still due is at least. */
  noteRound(round: { done: number; failures: readonly string[]; lateMs: number }): void;
  /** Whether the last items failed, and none could be done since. */
  isFailing(): boolean;
  /** Nothing that failed is left. */
  noteNoneLeft(): void;
  close(): void;
};

/** Tells the health of a process of `part`, in three parts: it cannot be done, each of it fails, or it is late. */
export const watchTrouble = (health: Health, part: string): Trouble => {
  const [stopped, failing, late] = [`${part}: all of it`, `${part}: each of it`, `${part}: in time`];
  let refusedSince: number | undefined;
  let inARow = 0;
  let reason = '';
  return {
    noteRefused: (at, why) => {
      refusedSince ??= at;
      if (at - refusedSince < idleMs) return;
      health.note(stopped, `nothing has been done since ${new Date(refusedSince).toISOString()}: ${why}`);
    },
    noteRound: ({ done, failures, lateMs: behind }) => {
      refusedSince = undefined;
      health.clear(stopped);
      inARow = done > 0 ? 0 : inARow + failures.length;
      reason = failures.at(-1) ?? reason;
      if (inARow >= mostInARow) health.note(failing, `the last ${inARow} failed, and none was done: ${reason}`);
      else health.clear(failing);
      if (behind > lateMs) health.note(late, `what is due now is late by ${Math.round(behind / 60_000)} minutes`);
      else health.clear(late);
    },
    isFailing: () => inARow > 0,
    noteNoneLeft: () => {
      inARow = 0;
      health.clear(failing);
    },
    close: () => {
      for (const one of [stopped, failing, late]) health.clear(one);
    },
  };
};
