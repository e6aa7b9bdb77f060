import { interactionRecord, type SurveyEvent, stamped, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { MessageOutcome } from '../domain/delivery/outcome.ts';
import { identifierOf, invitedInteraction, toldInteraction } from '../domain/invited-interaction.ts';
import type { Profile } from '../domain/profile.ts';
import { toldReasons } from '../domain/refusals.ts';
import { isTemplateId, templateIdOf } from '../domain/templates/as-programme.ts';
import type { MessageOfInvitation } from '../store/messages.ts';

type State = MessageOutcome['state'] | 'queued' | 'delivered' | 'bounced';

export type ToldOfMessage = { state: State; reason?: string; reasons?: Parameters<typeof toldReasons>[0] };

/** What became of a message, for whoever follows surveys: the same each time it is told. What asks nothing is no survey, and is not told there. */
export const messageEvents = (message: MessageOfInvitation, told: ToldOfMessage, now: number): Outgoing[] =>
  isTemplateId(message.programme) ? [] : [messageEvent(message, told, now)];

const messageEvent = (message: MessageOfInvitation, told: ToldOfMessage, now: number): Outgoing => {
  const { id, customer, circumstances, contactPoint, source, interaction, attempts } = message;
  const at = new Date(now).toISOString();
  const event: SurveyEvent = { ...commonOf(message, at), ...statesOf(message, told) };
  // It is put off more than once.
  const which = told.state === 'deferred' ? `${event.state}/${attempts}` : event.state;
  return {
    topic: topics.surveys.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: `${id}/${which}`,
      ce_source: ownSource,
      ce_type: `hilo.survey.${event.state}`,
      ce_time: at,
      ...circumstances.trace,
      [aboutHeader]: aboutText([
        [source, interaction],
        [contactPoint.kind, contactPoint.value],
      ]),
    },
  };
};

const commonOf = (
  { invitation, programme, programmeVersion, subject, customer, source, interaction, ...message }: MessageOfInvitation,
  at: string,
) => ({
  id: invitation,
  programme,
  programmeVersion,
  subject,
  customer,
  interaction: { source, id: interaction },
  touchpoint: message.touchpoint,
  occurredAt: new Date(message.occurredAt).toISOString(),
  at,
  message: message.id,
  channel: message.channel,
});

const statesOf = ({ kind }: MessageOfInvitation, { state, reason, reasons }: ToldOfMessage) => {
  const why = { ...(reason && { reason }), ...(reasons && { reasons: toldReasons(reasons) }) };
  if (state === 'accepted') return { state: kind === 'reminder' ? ('reminded' as const) : state };
  // What expires for whoever follows surveys is the asking, and not one message of it.
  if (state === 'expired') return { ...why, state: 'cancelled' as const };
  return state === 'queued' || state === 'delivered' ? { state } : { ...why, state };
};

/** The message on the customer's thread, as it was taken by whoever carries it. */
export const sentInteraction = (
  message: MessageOfInvitation,
  profile: Pick<Profile, 'identifiers'> | undefined,
  now: number,
): Outgoing => {
  const { id, invitation, ordinal, kind, programme, programmeVersion, channel, contactPoint, subject } = message;
  const { journey, purpose, trace } = message.circumstances;
  const identifier = identifierOf(subject, profile?.identifiers ?? [], contactPoint);
  const again = ordinal === 0 || kind === 'invitation' ? undefined : { message: id, kind };
  const common = { id: invitation, channel, identifier, journey, purpose, at: now };
  const { rule = '', class: contactClass = 'service' } = message.circumstances.message ?? {};
  const template = { template: templateIdOf(programme), templateVersion: programmeVersion, rule, class: contactClass };
  const interaction = isTemplateId(programme)
    ? toldInteraction({ ...common, ...template })
    : invitedInteraction({ ...common, programme, programmeVersion, again });
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now, isTimeDerived: true });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content }, trace);
  return { topic: topics.interactions.name, ...record };
};
