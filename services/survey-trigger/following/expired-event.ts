import { type SurveyEvent, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import { surveyMessageId } from '../inviting/messages.ts';
import type { FollowedInvitation } from '../store/follow-ups.ts';

/** Nobody answered while it was possible, for whoever follows surveys. */
export const expiredEvent = (followed: FollowedInvitation, now: number): Outgoing => {
  const { id, programme, programmeVersion, subject, customer, source, interaction, touchpoint } = followed;
  const at = new Date(now).toISOString();
  const event: SurveyEvent = {
    ...{ id, programme, programmeVersion, subject, customer, touchpoint, at },
    interaction: { source, id: interaction },
    occurredAt: new Date(followed.occurredAt).toISOString(),
    state: 'expired',
  };
  return {
    topic: topics.surveys.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: surveyMessageId(id, 'expired'),
      ce_source: ownSource,
      ce_type: 'hilo.survey.expired',
      ce_time: at,
      ...followed.circumstances.trace,
      [aboutHeader]: aboutText([[source, interaction]]),
    },
  };
};
