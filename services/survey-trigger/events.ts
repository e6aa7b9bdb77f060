import { counter, histogramOfSeconds, longBuckets, observeGauge } from '@hilo/runtime';
import type { RegisterState } from './domain/registers.ts';
import type { DecidedInvitation } from './inviting/messages.ts';
import type { HistoricalCount } from './store/historical.ts';
import type { SavedDecision, Unreadable } from './store/invitations.ts';
import type { PutOffInvitation } from './store/put-off.ts';

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
