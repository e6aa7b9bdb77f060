import { z } from 'zod';

/** Said by an answer that may be of neither the old nor the new whole; without it, an answer is of one of them. */
export const Rebuilding = z
  .literal(true)
  .describe(
    'Analytics is being rebuilt: some of what was counted may be as it was, some as it is told again. Ask again when it is over.',
  );

/** What such an answer has of it. */
export const whileRebuilding = (rebuilding: boolean): { rebuilding?: true } => (rebuilding ? { rebuilding } : {});
