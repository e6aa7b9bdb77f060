import { instantOf } from '@hilo/contracts';
import { derivedUuid } from '../derived-uuid.ts';
import type { Case } from './case.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { withDues } from './due.ts';
import type { Signal } from './signals.ts';

/** Of what opens it and what it is about: whoever hears of it again finds the same. */
export const caseId = ({ resolved: { interaction }, key, about }: Signal): string =>
  derivedUuid(['case', interaction.source, key, about]);

/** The case of an interaction, as it is when it is new. Its clocks run from when Hilo accepted what the customer said. */
export const newCase = (signal: Signal, customer: string, rules: CompiledRules): Case => {
  const { rule, resolved, about, severity, score, reach, at } = signal;
  const { interaction, subject } = resolved;
  const { firstResponseMinutes, resolutionMinutes } = rules.rules.due[severity];
  const openedAt = instantOf(interaction.receivedAt);
  return withDues(
    {
      id: caseId(signal),
      subject,
      customer,
      about,
      state: 'open',
      rule: rule.id,
      rulesVersion: rules.version,
      severity,
      queue: rule.queue,
      owner: rule.owner,
      defender: rule.defender,
      calendar: rule.calendar,
      source: interaction.source,
      interaction: interaction.id,
      attributionVersion: resolved.version,
      touchpoint: interaction.touchpoint,
      channel: interaction.channel,
      occurredAt: at,
      openedAt,
      clockFrom: openedAt,
      firstResponseMinutes,
      resolutionMinutes,
      pauses: [],
      reopened: 0,
      level: 0,
      raised: [],
      before: score,
      reach,
      revision: 1,
    },
    rules,
  );
};
