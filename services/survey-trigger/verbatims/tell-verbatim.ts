import { type ResolvedInteraction, topics, type VerbatimEvent } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { JudgedVerbatim } from '../domain/verbatims/judged.ts';

/** How somebody feels who wrote something, for whoever counts it; without a word of what was written. */
export const verbatimMessage = (judged: JudgedVerbatim, resolved: ResolvedInteraction, now: number): Outgoing => {
  const { interaction, subject, customer, version } = resolved;
  const { source, id, occurredAt } = interaction;
  const time = new Date(now).toISOString();
  const event: VerbatimEvent = {
    id: judged.id,
    revision: version,
    subject,
    customer,
    interaction: { source, id },
    part: judged.part,
    question: judged.question,
    language: judged.language,
    polarity: judged.polarity,
    confidence: judged.confidence,
    score: judged.score,
    topics: judged.topics,
    judgedBy: { method: judged.method, version: judged.version },
    occurredAt,
    judgedAt: time,
  };
  return {
    topic: topics.verbatims.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: `${judged.id}/${version}`,
      ce_source: ownSource,
      ce_type: 'hilo.verbatim.judged',
      ce_time: time,
      [aboutHeader]: aboutText([[source, id]]),
    },
  };
};
