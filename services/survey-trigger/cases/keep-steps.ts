import { type CaseEvent, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import type { Outgoing, Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import type { Case, Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { caseLooksAt, nextDueAt } from '../domain/cases/due.ts';
import { insertSteps } from '../store/case-steps.ts';
import { lookAtCases } from '../store/case-timers.ts';
import { updateCases } from '../store/cases.ts';

/** Writes what happened to cases that are locked, sets their timers, and says so; of several steps of one case in their order. */
export const keepSteps = async (
  tx: Transaction,
  steps: readonly Stepped[],
  rules: CompiledRules,
): Promise<Outgoing[]> => {
  await updateCases(tx, latestOf(steps));
  return tellSteps(tx, steps, rules);
};

/** The same where the cases themselves are written. */
export const tellSteps = async (
  tx: Transaction,
  steps: readonly Stepped[],
  rules: CompiledRules,
): Promise<Outgoing[]> => {
  await insertSteps(tx, steps);
  await lookAtCases(
    tx,
    latestOf(steps).map((one) => ({ id: one.id, subject: one.subject, at: caseLooksAt(one, rules) })),
  );
  return steps.map(caseMessage);
};

const latestOf = (steps: readonly Stepped[]): Case[] => [
  ...new Map(steps.map(({ after }) => [after.id, after])).values(),
];

/** A step of a case, for whoever follows them; with the case as it stands after it. */
const caseMessage = ({ after: one, step, at }: Stepped): Outgoing => {
  const time = iso(at);
  const event: CaseEvent = {
    id: one.id,
    revision: one.revision,
    state: step,
    status: one.state,
    subject: one.subject,
    customer: one.customer,
    interaction: { source: one.source, id: one.interaction, version: one.attributionVersion },
    reason: one.rule,
    about: one.about,
    severity: one.severity,
    touchpoint: one.touchpoint,
    channel: one.channel,
    queue: one.queue,
    owner: one.owner,
    defender: one.defender,
    level: one.level,
    dueAt: timeText(nextDueAt(one)),
    firstResponseDueAt: timeText(one.firstResponseDueAt),
    resolutionDueAt: timeText(one.resolutionDueAt),
    occurredAt: iso(one.occurredAt),
    openedAt: iso(one.openedAt),
    contactedAt: timeText(one.contactedAt),
    resolvedAt: timeText(one.resolvedAt),
    reopened: one.reopened,
    rootCause: one.rootCause,
    resolution: one.resolution,
    joinedTo: one.joinedTo,
    before: one.before,
    after: one.after,
    at: time,
  };
  return {
    topic: topics.cases.name,
    key: one.customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: `${one.id}/${one.revision}`,
      ce_source: ownSource,
      ce_type: `hilo.case.${step}`,
      ce_time: time,
      [aboutHeader]: aboutText([[one.source, one.interaction]]),
    },
  };
};

const iso = (at: number): string => new Date(at).toISOString();
const timeText = (at: number | undefined): string | undefined => (at === undefined ? undefined : iso(at));
