import type { CaseState, CaseStep, DecidedBy, OpenChannel } from '@hilo/contracts';
import type { Severity } from './case-rules.ts';
import type { Pause } from './clock.ts';

/** A score with which a case began, or that came of it. */
export type CaseScore = { scale: string; question?: string | undefined; value: number };

/** A case, as it stands; times are in milliseconds since the epoch. */
export type Case = {
  id: string;
  /** Whose it is for good: a merge changes the customer. */
  subject: string;
  customer: string;
  about: string;
  state: CaseState;
  /** The rule that opened it, and the version of the rules by which its clocks were computed last. */
  rule: string;
  rulesVersion: number;
  severity: Severity;
  queue: string;
  owner?: string | undefined;
  defender?: string | undefined;
  calendar: string;
  source: string;
  interaction: string;
  /** The version of the interaction that says whose it is. */
  attributionVersion: number;
  touchpoint: string;
  channel: OpenChannel;
  occurredAt: number;
  openedAt: number;
  /** From when its clocks run: since it was opened, or opened again. */
  clockFrom: number;
  firstResponseMinutes: number;
  resolutionMinutes: number;
  /** While they stood, but for the pause that goes on. */
  pauses: readonly Pause[];
  pausedAt?: number | undefined;
  pausedUntil?: number | undefined;
  /** Neither is due while the clocks stand. */
  firstResponseDueAt?: number | undefined;
  resolutionDueAt?: number | undefined;
  /** When somebody was first in touch with the customer: at all, and since its clocks run. */
  contactedAt?: number | undefined;
  respondedAt?: number | undefined;
  resolvedAt?: number | undefined;
  rootCause?: string | undefined;
  resolution?: string | undefined;
  reopened: number;
  /** How often it went a level up, and which levels it reached since its clocks run. */
  level: number;
  raised: readonly number[];
  joinedTo?: string | undefined;
  before?: CaseScore | undefined;
  after?: CaseScore | undefined;
  /** How many hear of it, where a rule heeds that. */
  reach?: number | undefined;
  revision: number;
};

/** What somebody, or something, did to a case: the case after it, and what is kept of it. */
export type Stepped = {
  after: Case;
  step: CaseStep;
  at: number;
  by?: DecidedBy | undefined;
  /** What the customer said that did it. */
  word?: { source: string; id: string } | undefined;
  detail?: Readonly<Record<string, unknown>> | undefined;
};

/** In whose hands it is. */
export const isActive = ({ state }: Pick<Case, 'state'>): boolean => state === 'open' || state === 'waiting';
