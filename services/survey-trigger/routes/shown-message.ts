import { Channel, ContactReason, DecidedBy, Identifier, Uuid } from '@hilo/contracts';
import { z } from 'zod';
import type { ListedMessageRow } from '../store/message-list.ts';

/** A message of an invitation, as it is shown. */
export const ShownMessage = z.object({
  id: Uuid,
  kind: z.string().describe('invitation, reminder or fallback: why it is sent.'),
  channel: Channel,
  contactPoint: Identifier.optional(),
  route: z.string().describe('By what it leaves: smtp, or an endpoint.'),
  state: z
    .string()
    .describe(
      'queued, sending, deferred (it is tried again), accepted, delivered, refused, bounced, cancelled, expired; or unknown: nobody knows whether it ' +
        'was taken, so that it is not sent again, until somebody says so.',
    ),
  reason: z.string().optional(),
  reasons: z.array(ContactReason).optional().describe('Why Hilo does not send it, or not yet.'),
  queuedAt: z.string(),
  dueAt: z.string().describe('When it leaves, at the earliest.'),
  deadline: z.string(),
  attempts: z.int(),
  handedOverAt: z.string().optional(),
  settledAt: z.string().optional(),
  providerId: z.string().optional().describe('What whoever carries it calls it: of a mail, its Message-ID.'),
  settledBy: z.object({ by: DecidedBy, why: z.string() }).optional().describe('Who said what became of it.'),
  unreadable: z.string().optional().describe('What cannot be read of it, or failed; it is tried again.'),
  log: z
    .array(z.object({ by: z.string(), status: z.string(), at: z.string(), detail: z.unknown().optional() }))
    .describe(
      'Every attempt (its number and what came of it), and all that was told of it afterwards, in the order of time.',
    ),
});

export const shownMessage = ({
  invitation: _invitation,
  log,
  queuedAt,
  dueAt,
  deadline,
  attempts,
  id,
  kind,
  channel,
  route,
  state,
  ...others
}: ListedMessageRow): z.infer<typeof ShownMessage> => ({
  ...{ id, kind, channel, route, state, queuedAt, dueAt, deadline, attempts },
  ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null)),
  log: log ?? [],
});
