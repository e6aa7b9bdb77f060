import { Channel, ContactCap, ContactClass, Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import { budgetInWords, durationOf } from '../domain/contact-words.ts';
import type { Budget } from '../domain/policy/budget.ts';

/** A cap of the contact policy, and how much of it is used up. */
export const ToldBudget = z.object({
  rule: z.string(),
  window: z.string().describe('As ISO 8601 has it: P7D. It rolls, and ends with the contact.'),
  max: z.int(),
  used: z.number(),
  of: ContactCap.shape.of.describe('What is counted: contacts by their weight, or channels.'),
  classes: z.array(ContactClass).optional().describe('Which count; without, all.'),
  channels: z.array(Channel).optional().describe('Which count; without, all.'),
  freeAt: Timestamp.optional().describe('Where nothing is left: from when on there is something again.'),
  words: z.string().describe('The same for people.'),
});

export const budgetOf = (budget: Budget): z.infer<typeof ToldBudget> => {
  const { rule, used, freeAt, cap } = budget;
  const { max, windowHours, of, classes, channels } = cap;
  return {
    rule,
    window: durationOf(windowHours),
    max,
    used,
    of,
    ...(classes && { classes }),
    ...(channels && { channels }),
    ...(freeAt !== undefined && { freeAt: new Date(freeAt).toISOString() }),
    words: budgetInWords(budget),
  };
};
