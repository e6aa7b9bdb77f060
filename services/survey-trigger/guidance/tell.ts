import { type GuidanceEvent, type GuidanceStep, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing, Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import { deliveryId, toldWithinMs } from '../domain/endpoints/event-delivery.ts';
import { isToldOf } from '../domain/endpoints/outgoing-webhook.ts';
import { GuidanceCard } from '../domain/guidance/card.ts';
import { noteDeliveries } from '../store/event-deliveries.ts';
import type { GuidanceNow } from '../store/guidance-now.ts';
import { listOutgoingWebhooks } from '../store/outgoing-webhooks.ts';

/** A step of a card that was pushed, with how all of it stands after it. */
export type GuidanceTold = { one: GuidanceNow; step: GuidanceStep };

/**
 * Says what happened: to whoever reads the topic by what is given, and to each outgoing webhook that hears of cards that are pushed and
 * withdrawn, for which it is noted in the transaction in which it happened, and posted from there until it is taken.
 */
export const tellGuidance = async (
  tx: Transaction,
  told: readonly GuidanceTold[],
  now: number,
): Promise<Outgoing[]> => {
  if (told.length === 0) return [];
  await noteForWebhooks(tx, told, now);
  return told.map((one) => guidanceMessage(one, now));
};

/** Reading is a matter of the house. */
const toldOutside: ReadonlySet<GuidanceStep> = new Set(['pushed', 'withdrawn']);

const noteForWebhooks = async (tx: Transaction, told: readonly GuidanceTold[], now: number): Promise<void> => {
  const outside = told.filter(({ step }) => toldOutside.has(step));
  if (outside.length === 0) return;
  const webhooks = (await listOutgoingWebhooks(tx)).filter(({ disabledAt }) => disabledAt === undefined);
  const deliveries = outside.flatMap(({ one, step }) => {
    const type = `hilo.guidance.${step}`;
    const event = `${one.id}/${step}`;
    return webhooks
      .filter(({ settings }) => isToldOf(settings, type))
      .map(({ id }) => ({
        id: deliveryId(id, event),
        webhook: id,
        event,
        type,
        subject: one.subject,
        place: undefined,
        body: JSON.stringify({ type, timestamp: iso(now), data: dataOf(one, step) }),
      }));
  });
  await noteDeliveries(tx, deliveries, { now, giveUpAt: now + toldWithinMs });
};

const dataOf = (one: GuidanceNow, step: GuidanceStep) => {
  const card = GuidanceCard.safeParse(one.content).data;
  return {
    id: one.id,
    revision: one.revision,
    card: one.card,
    cardVersion: one.cardVersion,
    customer: one.customer,
    subject: one.subject,
    interaction: { source: one.source, id: one.interaction },
    beganAt: iso(one.beganAt),
    endsAt: iso(one.endsAt),
    ...(one.endedBy !== null && { endedBy: one.endedBy }),
    ...(card && { roles: card.roles }),
    ...(card && step === 'pushed' && { wordings: card.wordings }),
  };
};

const guidanceMessage = ({ one, step }: GuidanceTold, now: number): Outgoing => {
  const { source, interaction, version, customer, revision } = one;
  const card = GuidanceCard.safeParse(one.content).data;
  const uses = new Map(one.uses.map(({ role, ...use }) => [role, use]));
  const event: GuidanceEvent = {
    id: one.id,
    revision,
    state: step,
    status: one.endedAt === null ? 'open' : 'ended',
    card: one.card,
    cardVersion: one.cardVersion,
    subject: one.subject,
    customer,
    interaction: { source, id: interaction, version },
    beganAt: iso(one.beganAt),
    endsAt: iso(one.endsAt),
    pushedAt: iso(one.pushedAt),
    ...(one.endedAt !== null && { endedAt: iso(one.endedAt) }),
    ...(one.endedBy !== null && { endedBy: one.endedBy }),
    ...(card && one.endedAt === null && { wordings: card.wordings }),
    uses: (card?.roles ?? []).map((role) => {
      const { reads, firstReadAt, notHelpful } = uses.get(role) ?? { reads: 0, firstReadAt: null, notHelpful: 0 };
      return { role, reads, ...(firstReadAt !== null && { firstReadAt: iso(firstReadAt) }), notHelpful };
    }),
    at: iso(now),
  };
  return {
    topic: topics.guidance.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: `${one.id}/${revision}`,
      ce_source: ownSource,
      ce_type: `hilo.guidance.${step}`,
      ce_time: iso(now),
      [aboutHeader]: aboutText([[source, interaction]]),
    },
  };
};

const iso = (at: number): string => new Date(at).toISOString();
