import { interactionRecord, stamped, topics, voiceOfPurpose } from '@hilo/contracts';
import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { noteObjections } from '../contacts/note-objections.ts';
import { messageEvents, sentInteraction } from '../delivery/survey-events.ts';
import { type BounceClass, pauseDays, suppressedUntil } from '../domain/bounce-class.ts';
import { ownSource } from '../domain/candidate.ts';
import { type InboundKind, kindOfMail } from '../domain/mail/inbound/kind.ts';
import { messageAfter } from '../domain/mail/inbound/message-after.ts';
import type { ParsedMail } from '../domain/mail/inbound/parsed-mail.ts';
import { messagesNamedIn, type OwnAddresses } from '../domain/mail/inbound/references.ts';
import { replyInteraction } from '../domain/mail/inbound/reply-interaction.ts';
import { type SaidInMail, saidInMail } from '../domain/mail/inbound/said-in-mail.ts';
import type { Objection } from '../domain/objection.ts';
import { lookNow } from '../store/follow-up-timers.ts';
import {
  fileMail,
  findArrivals,
  lockSent,
  type SentMessage,
  saveHeard,
  type UnmatchedReason,
} from '../store/inbound-mails.ts';
import { findRecords } from '../store/profiles.ts';
import { findToken } from '../store/survey-tokens.ts';

export type HandledMail = {
  /** `known`: it has come before. `unmatched`: a report, about no message that we know. `not-ours`: nothing to do with us. */
  outcome: InboundKind['kind'] | 'known' | 'unmatched' | 'not-ours';
  /** Of which kind it is, where a message of ours has come back. */
  bounce?: BounceClass | undefined;
  outbox: Outgoing[];
};

export type Taking = { own: OwnAddresses; hashes: NameHashes };

/**
 * Takes a mail that came: what kind it is → which message of ours it is about → has it come before → what it says of the message, and of the
 * person. A report that cannot be matched is filed, and nothing is guessed; what else is about nothing of ours is left alone.
 */
export const takeMail = async (
  tx: Transaction,
  mail: ParsedMail,
  { own, hashes }: Taking,
  now: number,
): Promise<HandledMail> => {
  const found = kindOfMail(mail, own);
  await holdOffErasures(tx);
  const named = await namedIn(tx, mail, found, own);
  const sent = await lockSent(tx, named);
  if (sent === undefined && (found.kind === 'reply' || found.kind === 'automatic'))
    return { outcome: 'not-ours', outbox: [] };
  const said = sent && saidInMail(mail, found, sent.message, now);
  const unmatched = sent === undefined ? whyUnmatched(found, named) : undefined;
  const filed = {
    id: mail.id,
    kind: found.kind,
    message: sent?.message.id,
    status: said?.status ?? statusOf(found),
    unmatched,
  };
  if (!(await fileMail(tx, filed, now))) return { outcome: 'known', outbox: [] };
  if (sent === undefined || said === undefined) return { outcome: 'unmatched', outbox: [] };
  const told = await learn(tx, sent, said, now);
  const { outbox } = await noteObjections(tx, await objectionsIn(tx, sent, said, now), hashes);
  const bounce = said.bounce?.class;
  return { outcome: found.kind, bounce, outbox: [...told, ...outbox, ...repliesIn(mail, sent, said, now)] };
};

/** A link is a secret: who has it needs to say nothing else. */
const namedIn = async (tx: Transaction, mail: ParsedMail, found: InboundKind, own: OwnAddresses): Promise<string[]> => {
  if (found.kind !== 'unsubscribe') return messagesNamedIn(mail, own);
  const token = await findToken(tx, found.token, 'unsubscribe');
  return token?.message === undefined ? [] : [token.message];
};

const statusOf = (found: InboundKind): string | undefined =>
  found.kind === 'delivery-report' ? found.statuses.find(({ status }) => status)?.status : undefined;

const whyUnmatched = ({ kind }: InboundKind, named: readonly string[]): UnmatchedReason => {
  if (named.length > 0) return 'message-not-there';
  return kind === 'unsubscribe' ? 'link-not-there' : 'names-no-message';
};

/** Writes down what is known now of the message, and tells it; that it has left is put on the thread, unless it is there. */
const learn = async (
  tx: Transaction,
  { message, state: before }: SentMessage,
  { learnt, bounce, report }: SaidInMail,
  now: number,
): Promise<Outgoing[]> => {
  const state = learnt && messageAfter(before, learnt);
  const reason = bounce?.reason;
  await saveHeard(tx, message.id, { ...report, state, reason }, now);
  if (state === undefined) return [];
  await lookNow(tx, [message.invitation], now);
  const events = messageEvents(message, { state, ...(reason && { reason }) }, now);
  if (before !== 'unknown' && before !== 'sending') return events;
  const profile = (await findRecords(tx, [message.subject])).get(message.subject);
  return [sentInteraction(message, profile, now), ...events];
};

/** What keeps from an address from now on: what is said there, or that too much of late has come back from there. */
const objectionsIn = async (
  tx: Transaction,
  { message }: SentMessage,
  { objection, bounce }: SaidInMail,
  now: number,
): Promise<Objection[]> => {
  if (objection !== undefined) return [objection];
  const { id, invitation, place } = message;
  if (bounce?.class !== 'soft' || !(await isPaused(tx, place, now))) return [];
  const proof = 'what was sent there came back time and again';
  return [
    { invitation, message: id, brake: 'soft-bounces', channel: 'email', at: now, proof, id: `${id}/soft-bounces` },
  ];
};

const pauseMs = pauseDays * 86_400_000;

const isPaused = async (tx: Transaction, place: string, now: number): Promise<boolean> => {
  const { soft, arrived } = await findArrivals(tx, place, { since: now - pauseMs, now });
  const bounces = soft.map((at) => ({ class: 'soft' as const, at }));
  return suppressedUntil(bounces, { deliveredAt: arrived, confirmedAt: [] }) !== undefined;
};

const repliesIn = (mail: ParsedMail, { message }: SentMessage, { reply }: SaidInMail, now: number): Outgoing[] => {
  if (reply === undefined) return [];
  const { id, invitation, contactPoint } = message;
  const voice = voiceOfPurpose(message.circumstances.purpose);
  const told = { mail: mail.id, message: id, invitation, contactPoint, text: reply, voice, at: now };
  const interaction = replyInteraction(told);
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now, isTimeDerived: true });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content });
  return [{ topic: topics.interactions.name, ...record }];
};
