import type { CompiledReaction } from './compiled-reactions.ts';
import type { OpenReaction, Reaction } from './reaction.ts';

/** What was decided when it was due, and of whom. */
export type DecidedAboutReaction = {
  reaction: OpenReaction;
  customer: string;
  compiled: CompiledReaction;
  version: number;
  decided: Pick<Reaction, 'id' | 'state'> & Partial<Pick<Reaction, 'reason' | 'outcome'>>;
};

/** What is told of it outside; whoever is told by a rule for that is told the properties of what happened as well. */
export const toldReaction = (
  { reaction, customer, compiled: { rule }, version, decided }: DecidedAboutReaction,
  now: number,
) => {
  const { interaction } = reaction.resolved;
  return {
    type: `hilo.reaction.${decided.state}`,
    data: {
      id: reaction.id,
      rule: rule.id,
      rulesVersion: version,
      state: decided.state,
      ...(decided.reason !== undefined && { reason: decided.reason }),
      action: rule.action.do,
      ...(decided.outcome !== undefined && { outcome: decided.outcome }),
      subject: reaction.subject,
      customer,
      interaction: { source: interaction.source, id: interaction.id },
      touchpoint: interaction.touchpoint,
      channel: interaction.channel,
      kind: interaction.kind,
      ...(reaction.same !== '' && { same: reaction.same }),
      occurredAt: interaction.occurredAt,
      ...(rule.action.do === 'webhook' && { properties: interaction.properties ?? {} }),
      at: new Date(now).toISOString(),
    },
  };
};
