import { z } from 'zod';

/** An error answer, as RFC 9457 has it. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(
        z.object({
          path: z.string().describe('The field, as a person writes it: identifiers[0].kind'),
          pointer: z.string().describe('The same as a JSON Pointer (RFC 6901)'),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .describe('An error answer (RFC 9457).');
export type Problem = z.infer<typeof Problem>;
