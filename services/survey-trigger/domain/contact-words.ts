import type { Voice } from '@hilo/contracts';
import type { Brake, MatchingRule } from './contact.ts';
import type { Budget } from './policy/budget.ts';

const outcomes: Readonly<Record<string, string>> = {
  reached: 'reached',
  no_answer: 'not answered',
  busy: 'busy',
  voicemail: 'a voicemail was left',
  refused: 'refused',
  wrong_person: 'it was the wrong person',
  bounced: 'it came back',
  delivered: 'delivered',
  opened: 'opened',
  completed: 'completed',
  abandoned: 'given up',
  failed: 'failed',
};

const rules: Readonly<Record<MatchingRule, string>> = {
  alone: '',
  reservation: 'by their reservation',
  'same-id': 'by their id',
  'within-5-minutes': 'within five minutes of each other',
};

type Told = {
  at: number;
  channel: string;
  direction: string;
  purpose: string | null;
  class: string | null;
  outcome: string | null;
  source: string;
  rule: MatchingRule;
  tellers: readonly unknown[];
  reservedAt: number | null;
  startedAt: number | null;
  expiresAt?: number | null;
};

/** A row of the ledger for people. */
export const contactInWords = (contact: Told): string => {
  const { at, channel, direction, purpose, outcome, source, rule, tellers, reservedAt, startedAt, expiresAt } = contact;
  const isReserved = reservedAt !== null && startedAt === null;
  const what = direction === 'inbound' ? 'The customer came' : isReserved ? 'A contact is reserved' : 'Contacted';
  const about = [purpose && `about ${purpose}`, contact.class && `(${contact.class})`].filter(Boolean).join(' ');
  const how = outcome === null ? '' : `: ${outcomes[outcome] ?? outcome}`;
  const until = isReserved && expiresAt ? `, until ${new Date(expiresAt).toISOString()}` : '';
  const others = rule === 'alone' ? '' : `; ${tellers.length} told of it, ${rules[rule]}`;
  return `${[what, `by ${channel}`, about, `on ${new Date(at).toISOString()}`].filter(Boolean).join(' ')}${how}${until}, says ${source}${others}.`;
};

const brakes: Readonly<Record<Brake, string>> = {
  refusal: 'The customer said no: nobody contacts her, on any channel',
  objection: 'The customer objects: nothing but what a law requires is sent',
  'wrong-person': 'Somebody else has this contact point: it is not to be used for this customer',
  'hard-bounce': 'Nothing arrives at this contact point',
  'soft-bounces': 'What was sent to this contact point of late came back: it is left alone for a while',
};

/** Why somebody is not to be contacted, for people. */
export const brakeInWords = (brake: Brake, at: number, voices: readonly Voice[] = ['customer']): string =>
  `${brakes[brake]}${asWhom(brake, voices)}. Since ${new Date(at).toISOString()}, until there is a later consent.`;

/** In which voices a no counts, where that is not as a customer, or not as one alone; what is learnt of an address counts in all. */
const asWhom = (brake: Brake, voices: readonly Voice[]): string => {
  const isOfPerson = brake === 'refusal' || brake === 'objection';
  return isOfPerson && voices.join() !== 'customer' ? `, as ${voices.join(', ')}` : '';
};

/** So many hours as ISO 8601 writes a duration, and people may read it. */
export const durationOf = (hours: number): string => {
  const seconds = Math.round(hours * 3600);
  const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  const parts = [
    [Math.floor(rest / 3600), 'H'],
    [Math.floor((rest % 3600) / 60), 'M'],
    [rest % 60, 'S'],
  ].flatMap(([count, unit]) => (count === 0 ? [] : `${count}${unit}`));
  return `P${days > 0 ? `${days}D` : ''}${parts.length > 0 ? `T${parts.join('')}` : ''}`;
};

/** How much of a cap is used, for people. */
export const budgetInWords = ({
  rule,
  used,
  freeAt,
  cap: { max, windowHours, of, classes, channels },
}: Budget): string => {
  const hours = windowHours % 24 === 0 && windowHours >= 48 ? `${windowHours / 24} days` : `${windowHours} hours`;
  const what = [classes?.join(' or '), of, channels && `by ${channels.join(' or ')}`].filter(Boolean).join(' ');
  const next = freeAt === undefined ? '' : `; the next not before ${new Date(freeAt).toISOString()}`;
  return `${used} of ${max} ${what} in ${hours} (${rule})${next}.`;
};
