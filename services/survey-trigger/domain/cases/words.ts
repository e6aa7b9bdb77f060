import { instantOf, type ResolvedInteraction } from '@hilo/contracts';
import type { Case, CaseScore } from './case.ts';
import type { Signal } from './signals.ts';
import { isByCustomer, scoresIn } from './signals.ts';

/** Something that a customer said: an answer, a call, a letter; what somebody only looked at, or bought, is none. */
export type CustomerWord = {
  resolved: ResolvedInteraction;
  source: string;
  id: string;
  at: number;
  signal: Signal | undefined;
  scores: readonly (CaseScore & { question: string })[];
  /** What it answers to, where it was asked. */
  about: { source: string; id: string } | undefined;
};

const talking: readonly string[] = ['call_centre', 'ivr', 'email', 'sms', 'whatsapp', 'chat', 'social', 'post'];
const silent: readonly string[] = ['delivered', 'opened', 'bounced', 'no_answer', 'busy', 'voicemail'];

export const customerWordOf = (resolved: ResolvedInteraction, signal: Signal | undefined): CustomerWord[] => {
  const { interaction, withdrawn } = resolved;
  const { source, id, channel, text, outcome, answers = [], properties = {} } = interaction;
  if (withdrawn || !isByCustomer(interaction) || properties.leftOut !== undefined) return [];
  const isSaid = talking.includes(channel) || (text !== undefined && text !== '') || answers.length > 0;
  if (signal === undefined && (!isSaid || (outcome !== undefined && silent.includes(outcome)))) return [];
  const at = instantOf(interaction.occurredAt);
  return [{ resolved, source, id, at, signal, scores: scoresIn(answers), about: aboutOf(properties.about) }];
};

const aboutOf = (about: unknown): CustomerWord['about'] => {
  if (typeof about !== 'object' || about === null || !('source' in about) || !('id' in about)) return undefined;
  const { source, id } = about;
  return typeof source === 'string' && typeof id === 'string' ? { source, id } : undefined;
};

/** Whether the customer says how it is now: of a case that is resolved, and of which nobody knows that yet. */
export const recoveryIn = (one: Case, { scores, at, about }: CustomerWord, followUp: string): CaseScore | undefined => {
  if (one.state !== 'resolved' || one.after !== undefined || one.resolvedAt === undefined || at <= one.resolvedAt)
    return undefined;
  const { before } = one;
  const alike = scores.find(({ scale }) => before === undefined || scale === before.scale);
  return about?.id === followUp ? (alike ?? scores[0]) : before && alike;
};

/** Whether it says how it was, and nothing of it is bad: that opens nothing again. */
const isContent = ({ scores, signal }: CustomerWord): boolean => signal === undefined && scores.length > 0;

/** How a case hears the customer's next word: one that waits goes on; one that was resolved lately is open again. */
export const heardBy = (one: Case, word: CustomerWord, reopenUntil: number): 'resume' | 'reopen' | undefined => {
  if (one.state === 'waiting') return one.pausedAt !== undefined && word.at > one.pausedAt ? 'resume' : undefined;
  if (one.state !== 'resolved' || one.resolvedAt === undefined) return undefined;
  return word.at > one.resolvedAt && word.at <= reopenUntil && !isContent(word) ? 'reopen' : undefined;
};
