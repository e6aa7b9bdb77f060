import type { Transaction } from '@hilo/runtime';
import { deliveryId, toldWithinMs } from '../domain/endpoints/event-delivery.ts';
import { isToldOf } from '../domain/endpoints/outgoing-webhook.ts';
import { GuidanceCard } from '../domain/guidance/card.ts';
import type { EndedBy } from '../domain/guidance/situation.ts';
import { noteDeliveries } from '../store/event-deliveries.ts';
import type { ReviewedGuidance } from '../store/guidance.ts';
import { listOutgoingWebhooks } from '../store/outgoing-webhooks.ts';

/** That a card is pushed, or withdrawn, and by what. */
export type ToldGuidance = Omit<ReviewedGuidance, 'state'> & {
  state: 'pushed' | 'withdrawn';
  by: EndedBy | undefined;
};

/**
 * Notes for each outgoing webhook that wants it what is pushed and withdrawn, in the transaction in which it is: it is posted from there until
 * it is taken. No topic carries it, since no other service needs it.
 */
export const tellGuidance = async (tx: Transaction, told: readonly ToldGuidance[], now: number): Promise<void> => {
  if (told.length === 0) return;
  const webhooks = (await listOutgoingWebhooks(tx)).filter(({ disabledAt }) => disabledAt === undefined);
  const deliveries = told.flatMap((one) => {
    const type = `hilo.guidance.${one.state}`;
    const event = `${one.id}/${one.state}`;
    return webhooks
      .filter(({ settings }) => isToldOf(settings, type))
      .map(({ id }) => ({
        id: deliveryId(id, event),
        webhook: id,
        event,
        type,
        subject: one.subject,
        place: undefined,
        body: JSON.stringify({ type, timestamp: new Date(now).toISOString(), data: dataOf(one) }),
      }));
  });
  await noteDeliveries(tx, deliveries, { now, giveUpAt: now + toldWithinMs });
};

const dataOf = ({ content, ...one }: ToldGuidance) => {
  const card = GuidanceCard.safeParse(content).data;
  return {
    id: one.id,
    card: one.card,
    cardVersion: one.cardVersion,
    customer: one.customer,
    subject: one.subject,
    interaction: { source: one.source, id: one.interaction },
    beganAt: new Date(one.beganAt).toISOString(),
    endsAt: new Date(one.endsAt).toISOString(),
    ...(one.by && { endedBy: one.by }),
    ...(card && { roles: card.roles }),
    ...(card && one.state === 'pushed' && { wordings: card.wordings }),
  };
};
