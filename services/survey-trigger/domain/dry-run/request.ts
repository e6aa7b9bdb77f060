import { ContactClass, ContactPolicy, Purpose, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import { ProgrammeDraft, PublishedProgramme } from '../programme.ts';

const window = {
  from: Timestamp.optional().describe('Only what happened from this moment on.'),
  to: Timestamp.optional().describe('Only what happened before this moment.'),
};

const isForward = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to);
const forward = { path: ['to'], message: 'is not after `from`' };

const options = {
  others: z
    .enum(['in-force', 'none'])
    .default('in-force')
    .describe(
      'Whether the other programmes in force ask as well, as they would. With `none`, what they really asked counts, and nothing else.',
    ),
  policy: ContactPolicy.optional().describe('By which it is decided; without it, by the one in force.'),
  history: z
    .enum(['log', 'invitations'])
    .default('log')
    .describe(
      'log: every interaction that the log still holds, of the last 7 days. invitations: what the programmes with these ids have asked, or ' +
        'not, since ever; only how they ask may differ, not after what.',
    ),
  heardOf: z
    .enum(['at-once', 'when-received'])
    .default('at-once')
    .describe('Whether it is decided as if all had been heard of when it happened, or not before it was received.'),
  ...window,
};

const asked = <Asked extends z.ZodType>(schema: Asked) =>
  z
    .array(schema)
    .min(1)
    .max(20)
    .describe('Programmes as they would be, or the ids of some that are in force or paused.');

/** As it is posted. */
export const PostedProgrammeDryRun = z
  .strictObject({ programmes: asked(z.union([ProgrammeDraft, Word])), ...options })
  .refine(isForward, forward);
export type PostedProgrammeDryRun = z.infer<typeof PostedProgrammeDryRun>;

/** As it is done, and shown. */
export const ProgrammeDryRun = z.strictObject({ programmes: asked(z.union([PublishedProgramme, Word])), ...options });
export type ProgrammeDryRun = z.infer<typeof ProgrammeDryRun>;

export const PolicyDryRun = z
  .strictObject({
    policy: z
      .union([ContactPolicy, z.int().min(1)])
      .describe('The policy as it would be, or an earlier version by its number.'),
    patienceHours: z
      .number()
      .min(0)
      .max(14 * 24)
      .default(48)
      .describe(
        'For so long a contact may be put off; after that, it would not have been made. Invitations have their deadline.',
      ),
    whereUnsaid: z
      .strictObject({ class: ContactClass.default('commercial'), purpose: Purpose.optional() })
      .default({ class: 'commercial' })
      .describe(
        'What contacts were of which nobody says it. Without a purpose, it is not asked whether there was consent for these.',
      ),
    ...window,
  })
  .refine(isForward, forward);
export type PolicyDryRun = z.infer<typeof PolicyDryRun>;
