import { counter, histogramOfSeconds, longBuckets, observeGauge } from '@hilo/runtime';
import type { HandedOver } from './delivery/hand-over.ts';
import type { Overdue } from './delivery/settle-overdue.ts';
import type { Stepped } from './domain/cases/case.ts';
import type { RegisterState } from './domain/registers.ts';
import type { DecidedInvitation } from './inviting/messages.ts';
import type { WebhookCounts } from './store/event-deliveries.ts';
import type { HistoricalCount } from './store/historical.ts';
import type { SavedDecision, Unreadable } from './store/invitations.ts';
import type { PutOffInvitation } from './store/put-off.ts';
import type { WaitingMessages } from './store/waiting-messages.ts';

const decisions = counter('hilo_survey_decisions', 'Decisions about asking customers.');
const recordSeconds = histogramOfSeconds(
  'hilo_survey_immediacy_seconds',
  'From when something happened to when it was decided to ask about it.',
  longBuckets,
);
const unreadableFound = counter('hilo_survey_unreadable', 'Invitations left out, since they cannot be read.');
const lostTimers = counter('hilo_timers_lost', 'Invitations that were due and had no timer, and were given one.');
const historical = counter(
  'hilo_survey_historical',
  'Candidates about whom nobody could be asked: what happened was older than the deadline when it was accepted.',
);
const checks = counter('hilo_contact_checks', 'Questions whether somebody may be contacted, by what was answered.');
const reports = counter('hilo_contacts_reported', 'Contacts that were reported, by what became of the report.');
const pages = counter('hilo_survey_pages', 'Pages that were fetched or posted to, by people and by scanners of links.');
const answersGiven = counter(
  'hilo_survey_answers',
  'How far surveys came, by channel: answered in part, whole, or screened out.',
);
const calls = counter('hilo_survey_calls', 'Calls that agents reported, by how they ended.');
const caseSteps = counter('hilo_case_steps', 'What happened to cases, by rule and severity.');
const dryRuns = counter('hilo_dry_runs', 'Dry runs of programmes and of the contact policy, by how they ended.');

const messages = counter('hilo_survey_messages', 'Messages to people, by what became of them.');
const unanswered = counter('hilo_survey_unanswered', 'Invitations to which nobody answered before their deadline.');
const messageLateness = histogramOfSeconds(
  'hilo_survey_message_lateness_seconds',
  'From when a message was due to when it was handed over.',
  [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, ...longBuckets.slice(2)],
);
/** A page was fetched, by a person or by a scanner: which one, and how it was answered. */
export const countPage = (page: 'survey' | 'preferences' | 'link', method: string, status: number): void =>
  pages.add(1, { page, method, status });

/** It was decided whether to ask: so often, by programme and reason. */
export const countDecisions = (decided: readonly SavedDecision[]): void => {
  for (const { programme, decision } of decided) {
    const reason = decision.state === 'withheld' ? { reason: decision.reason } : {};
    decisions.add(1, { programme, state: decision.state, ...reason });
  }
};

/** What happened too long ago to ask about it was heard of: so often, by programme. */
export const countHistoryHeard = (heard: readonly HistoricalCount[]): void => {
  for (const { programme, candidates } of heard) historical.add(candidates, { programme });
};

/** These are decided later: so often, by programme and by what is waited for. */
export const countPutOff = (putOff: readonly PutOffInvitation[]): void => {
  for (const { programme, reasons } of putOff)
    decisions.add(1, { programme, state: 'put-off', reason: reasons[0]?.reason ?? '' });
};

/** Something that an invitation depends on cannot be read: so many, by whether it is the invitation or the record. */
export const countUnreadable = (unreadable: readonly Unreadable[]): void => {
  for (const { reason } of unreadable) unreadableFound.add(1, { what: reason.split(':')[0] ?? '' });
};

/** It is told that a survey came so far, on a channel: once, wherever it was answered. */
export const countAnswers = (state: string, channel: string): void => answersGiven.add(1, { state, channel });

/** An agent has reported a call: by how it ended. */
export const countCalls = (disposition: string): void => calls.add(1, { disposition });

/** These were decided now: how long it took from what happened to whom is asked about it, by programme. */
export const recordImmediacy = (decided: readonly DecidedInvitation[], now: number): void => {
  for (const { programme, decision, invitation } of decided) {
    if (decision.state === 'invited')
      recordSeconds(Math.max(0, now - invitation.occurredAt.getTime()) / 1000, { programme });
  }
};

/** So many had no timer. */
export const countLostTimers = (lost: number): void => {
  if (lost > 0) lostTimers.add(lost);
};

/** It was asked whether somebody may be contacted: so often, by the first reason why not, and by whether it was reserved. */
export const countChecks = (
  answers: readonly { reasons: readonly { reason: string }[]; reservation?: unknown }[],
): void => {
  for (const { reasons, reservation } of answers) {
    const [first] = reasons;
    checks.add(1, {
      allowed: String(first === undefined),
      reserved: String(reservation !== undefined),
      ...(first && { reason: first.reason }),
    });
  }
};

/** Contacts were reported: so many, by what became of each. */
export const countReports = (results: readonly { status: string }[]): void => {
  for (const { status } of results) reports.add(1, { status });
};

/** A dry run is over: of what, and how it ended. */
export const countDryRun = (of: string, state: string): void => dryRuns.add(1, { of, state });
const registerStates = ['current', 'ageing', 'stale', 'missing'] as const satisfies readonly RegisterState[];

/** Exports how many opt-out registers that the policy asks for have a list, by how old it is, until it is disposed of. */
export const observeRegisters = (read: () => readonly RegisterState[]): Disposable =>
  observeGauge(
    'hilo_opt_out_registers',
    'Opt-out registers that the contact policy asks for, by how old their list is; ageing: out of date within three days.',
    (result) => {
      const all = read();
      for (const state of registerStates) result.observe(all.filter((one) => one === state).length, { state });
    },
  );

/** Messages were queued: so many. */
export const countQueued = (queued: number): void => {
  if (queued > 0) messages.add(queued, { state: 'queued' });
};

/** So many did not answer while it was possible. */
export const countExpired = (expired: number): void => {
  if (expired > 0) unanswered.add(expired);
};

/** A message was handed over, or not: by where to, and what came of it; and how late it was, if it has left. */
export const countHandedOver = ({ message, outcome }: HandedOver, destination: string, now: number): void => {
  if (outcome === undefined) return;
  messages.add(1, { state: outcome.state, destination, ...('reason' in outcome && { reason: outcome.reason }) });
  if (outcome.state === 'accepted') messageLateness(Math.max(0, now - message.dueAt) / 1000, { destination });
};

/** Of so many it is unknown what became of them, since who sent them was killed; for so many it was too late. */
export const countOverdue = ({ lost, expired }: Overdue): void => {
  if (lost > 0) messages.add(lost, { state: 'unknown', reason: 'interrupted' });
  if (expired > 0) messages.add(expired, { state: 'expired', reason: 'too-late' });
};

/** Exports of how many messages nobody knows what became of them, until it is disposed of. */
export const observeUnknown = (read: () => number): Disposable =>
  observeGauge(
    'hilo_survey_messages_unknown',
    'Messages of which nobody knows whether they were taken: they are settled by a callback, a bounce or a person.',
    (result) => result.observe(read()),
  );

/** Exports how many messages have not left yet, by how far they are, and for how long the first has been due, until it is disposed of. */
export const observeWaiting = (read: () => WaitingMessages): Disposable => {
  const stack = new DisposableStack();
  stack.use(
    observeGauge('hilo_survey_messages_waiting', 'Messages that have not left yet, by how far they are.', (result) => {
      const { oldestS: _, ...counts } = read();
      for (const [state, count] of Object.entries(counts)) result.observe(count, { state });
    }),
  );
  stack.use(
    observeGauge(
      'hilo_survey_messages_oldest_seconds',
      'For how long the first of the messages that have not left has been due, or is to be tried again.',
      (result) => result.observe(read().oldestS),
    ),
  );
  return stack;
};

/** Exports to which destinations nothing is handed for now, since they fail, until it is disposed of. */
export const observeBreakers = (read: () => readonly { destination: string; isOpen(): boolean }[]): Disposable =>
  observeGauge(
    'hilo_survey_breaker_open',
    'Whether a destination of messages is left alone for a while, since it fails: 1 or 0.',
    (result) => {
      for (const one of read()) result.observe(one.isOpen() ? 1 : 0, { destination: one.destination });
    },
  );

const inboundMails = counter('hilo_survey_inbound_mails', 'Mails that came back, by what they were.');

const bounces = counter('hilo_survey_bounces', 'Messages that came back, by the kind of bounce.');

/** A mail came that is no answer on a page; perhaps one that says that a message of ours came back. */
export const countInboundMail = (outcome: string, bounce?: string): void => {
  inboundMails.add(1, { outcome });
  if (bounce !== undefined) bounces.add(1, { class: bounce });
};

const followedUp = counter(
  'hilo_survey_follow_ups',
  'Messages by which somebody is asked once more, by what they are.',
);

/** These are asked once more: by a reminder, or on the next channel. */
export const countAskedAgain = (steps: readonly string[]): void => {
  for (const step of steps) followedUp.add(1, { step });
};

const told = counter(
  'hilo_outgoing_webhook_events',
  'Attempts to tell outgoing webhooks what happened, by what came of each.',
);

/** It was tried to tell an outgoing webhook something. */
export const countTold = (state: string): void => told.add(1, { state });

/** Exports how many outgoing webhooks there are, by how they do, until it is disposed of. */
export const observeWebhooks = (read: () => WebhookCounts): Disposable =>
  observeGauge(
    'hilo_outgoing_webhooks',
    'Endpoints to which Hilo posts, by how they do: well, failing since the last that arrived, given up by Hilo, disabled by somebody.',
    (result) => {
      for (const [state, count] of Object.entries(read())) result.observe(count, { state });
    },
  );

/** Exports how much is to be told to outgoing webhooks and was not taken yet, until it is disposed of. */
export const observeUntold = (read: () => number): Disposable =>
  observeGauge(
    'hilo_outgoing_webhook_events_waiting',
    'What outgoing webhooks are to be told, and have not taken yet.',
    (result) => result.observe(read()),
  );

/** This happened to cases: so often, by what it was, the rule that opened each, and how much it matters. */
export const countCaseSteps = (steps: readonly Stepped[]): void => {
  for (const { step, after } of steps) caseSteps.add(1, { step, rule: after.rule, severity: after.severity });
};

/** Exports how many cases are in hand, and how many of them overdue, until it is disposed of; every instance says the same. */
export const observeCases = (read: () => { open: number; waiting: number; overdue: number }): Disposable =>
  observeGauge(
    'hilo_cases_in_hand',
    'Cases in hand: open, waiting, and those of the open that are overdue.',
    (result) => {
      const { open, waiting, overdue } = read();
      result.observe(open, { state: 'open' });
      result.observe(waiting, { state: 'waiting' });
      result.observe(overdue, { state: 'overdue' });
    },
  );
