import type { NameHashes, Outgoing, Transaction } from '@hilo/runtime';
import { messageId } from '../domain/delivery/message.ts';
import type { DecidedInvitation } from '../inviting/messages.ts';
import { insertMessages, type MessageOfInvitation } from '../store/messages.ts';
import type { MessageRoutes } from './routes.ts';
import { messageEvents } from './survey-events.ts';

export type Queueing = { routes: MessageRoutes | undefined; hashes: NameHashes };

/** The invitations that Hilo delivers itself, and what is told of them. */
export type Queued = { invitations: ReadonlySet<string>; outbox: Outgoing[] };

/** Queues a message for each who is invited on a channel that has a route: in the transaction in which it is decided. */
export const queueInvited = async (
  tx: Transaction,
  decided: readonly DecidedInvitation[],
  { routes, hashes }: Queueing,
  now: number,
): Promise<Queued> => {
  if (routes === undefined || decided.every(({ decision }) => decision.state !== 'invited'))
    return { invitations: new Set(), outbox: [] };
  const routeOf = await routes.inForce(tx);
  const messages = decided.flatMap((one): MessageOfInvitation[] => {
    const route = one.decision.state === 'invited' ? routeOf.get(one.decision.channel) : undefined;
    return route === undefined ? [] : messageOf(one, { route, hashes, now });
  });
  return { invitations: new Set(messages.map(({ invitation }) => invitation)), outbox: await queue(tx, messages, now) };
};

/** Queues these, and says so of those that were not queued before. */
export const queue = async (
  tx: Transaction,
  messages: readonly MessageOfInvitation[],
  now: number,
): Promise<Outgoing[]> => {
  if (messages.length === 0) return [];
  const news = await insertMessages(tx, messages, now);
  return messages.filter(({ id }) => news.has(id)).flatMap((one) => messageEvents(one, { state: 'queued' }, now));
};

const messageOf = (
  { id: invitation, customer, programmeVersion, decision, invitation: pending }: DecidedInvitation,
  { route, hashes, now }: { route: string; hashes: NameHashes; now: number },
): MessageOfInvitation[] => {
  if (decision.state !== 'invited') return [];
  const { channel, contactPoint } = decision;
  const { programme, source, interaction, touchpoint, subject, circumstances } = pending;
  return [
    {
      id: messageId(invitation, 0),
      invitation,
      ordinal: 0,
      kind: 'invitation',
      channel,
      contactPoint,
      place: hashes.ofIdentifier(contactPoint),
      route,
      attempts: 0,
      dueAt: now,
      deadline: pending.deadline.getTime(),
      occurredAt: pending.occurredAt.getTime(),
      ...{ programme, programmeVersion, source, interaction, touchpoint, subject, customer, circumstances },
    },
  ];
};
