import { type Identifier, interactionRecord, type SurveyEvent, stamped, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import { invitedId, invitedInteraction } from '../domain/invited-interaction.ts';
import { toldReasons } from '../domain/refusals.ts';
import type { PendingInvitation } from '../store/due-invitations.ts';
import type { SavedDecision } from '../store/invitations.ts';

/** A decision about asking, and the identifier by which the customer is known on the thread. */
export type DecidedInvitation = SavedDecision & { invitation: PendingInvitation; identifier: Identifier | undefined };

/** The ids of whatever is told of an invitation: by these an erasure finds what was not published yet. */
export const messageIds = (invitation: string): string[] => [
  ...(['invited', 'withheld', 'expired'] as const).map((state) => surveyMessageId(invitation, state)),
  invitedId(invitation),
];

export const surveyMessageId = (invitation: string, state: 'invited' | 'withheld' | 'expired'): string =>
  `${invitation}/${state}`;

/** What was decided, for whoever follows surveys. */
export const surveyMessage = (
  { invitation, customer, programmeVersion, decision: { state, ...decision } }: DecidedInvitation,
  now: number,
): Outgoing => {
  const { id, programme, source, interaction, touchpoint, subject, occurredAt, circumstances } = invitation;
  const at = new Date(now).toISOString();
  const common = {
    id,
    programme,
    programmeVersion,
    subject,
    customer,
    interaction: { source, id: interaction },
    touchpoint,
    occurredAt: occurredAt.toISOString(),
    at,
  };
  const event: SurveyEvent =
    'reason' in decision
      ? { ...common, state: 'withheld', reason: decision.reason, reasons: toldReasons(decision.reasons) }
      : {
          ...common,
          state: 'invited',
          channel: decision.channel,
          contactPoint: decision.contactPoint,
          deadline: invitation.deadline.toISOString(),
        };
  return {
    topic: topics.surveys.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: surveyMessageId(id, state),
      ce_source: ownSource,
      ce_type: `hilo.survey.${state}`,
      ce_time: at,
      ...circumstances.trace,
      // The address may be of somebody whom the interaction does not name.
      [aboutHeader]: aboutText([
        [source, interaction],
        ...('contactPoint' in decision ? [[decision.contactPoint.kind, decision.contactPoint.value] as const] : []),
      ]),
    },
  };
};

/**
 * The same on the customer's thread, if the customer is asked. When it happened is derived from the moment of the decision: put
 * there again, it says nothing else, and is a duplicate.
 */
export const threadMessage = (
  { invitation: { id, programme, circumstances }, programmeVersion, decision, identifier }: DecidedInvitation,
  now: number,
): Outgoing[] => {
  if (decision.state !== 'invited' || identifier === undefined) return [];
  const { channel } = decision;
  const { journey, purpose, trace } = circumstances;
  const told = { id, programme, programmeVersion, channel, identifier, journey, purpose, at: now };
  const interaction = invitedInteraction(told);
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now, isTimeDerived: true });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content }, trace);
  return [{ topic: topics.interactions.name, ...record }];
};
