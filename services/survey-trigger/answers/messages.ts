import { type Channel, interactionRecord, type SurveyEvent, stamped, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing } from '@hilo/runtime';
import { type AnsweredSoFar, answeredId, answeredInteraction } from '../domain/answers/answered-interaction.ts';
import { ownSource } from '../domain/candidate.ts';
import type { AskedInvitation } from '../store/asked.ts';

const answerStates = ['opened', 'partial', 'answered', 'screened-out'] as const;
type AnswerState = (typeof answerStates)[number];

type Happened = { channel: Channel; message?: string | undefined; at: number };

/** How far the answering came, for whoever follows surveys. */
export const answerEvent = (
  asked: AskedInvitation,
  state: AnswerState,
  { channel, message, at }: Happened,
): Outgoing => {
  const { id, programme, subject, customer, source, interaction, touchpoint, occurredAt, circumstances } = asked;
  const time = new Date(at).toISOString();
  const event: SurveyEvent = {
    id,
    programme: programme.id,
    programmeVersion: programme.version,
    subject,
    customer,
    interaction: { source, id: interaction },
    touchpoint,
    occurredAt: new Date(occurredAt).toISOString(),
    at: time,
    state,
    channel,
    ...(message !== undefined && { message }),
  };
  return {
    topic: topics.surveys.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: eventId(id, state),
      ce_source: ownSource,
      ce_type: `hilo.survey.${state}`,
      ce_time: time,
      ...circumstances.trace,
      [aboutHeader]: aboutText([[source, interaction]]),
    },
  };
};

/** The same on the customer's thread. */
export const answeredMessage = (
  answered: AnsweredSoFar,
  trace: Readonly<Record<string, string>> | undefined,
  now: number,
): Outgoing => {
  const interaction = answeredInteraction(answered);
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content }, trace);
  return { topic: topics.interactions.name, ...record };
};

/** The ids of whatever is told of the answers to an invitation: by these an erasure finds what was not published yet. */
export const answerMessageIds = ({ invitation, revision }: { invitation: string; revision: number }): string[] => [
  ...answerStates.map((state) => eventId(invitation, state)),
  ...Array.from({ length: revision }, (_, n) => answeredId(invitation, n + 1)),
];

const eventId = (invitation: string, state: AnswerState): string => `${invitation}/${state}`;
