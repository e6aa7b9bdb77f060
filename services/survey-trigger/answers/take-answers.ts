import type { SurveyQuestion } from '@hilo/contracts';
import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import type { AnswerFault } from '../domain/answers/answer-in.ts';
import { answersEndAt, newAnswers, type ResponseState, standingOf } from '../domain/answers/taking.ts';
import { identifierOf } from '../domain/invited-interaction.ts';
import { isOfReceipt } from '../domain/links/survey-link.ts';
import type { Programme } from '../domain/programme.ts';
import type { AnswerValue } from '../domain/questions/next-question.ts';
import {
  beginResponse,
  lastAnswers,
  lockResponse,
  type ResponseRow,
  readAnswers,
  saveResponse,
  saveRevision,
} from '../store/answers.ts';
import { type AskedInvitation, findAsked } from '../store/asked.ts';
import { lookNow } from '../store/follow-up-timers.ts';
import { holdInvitations } from '../store/held-invitations.ts';
import { findRecords } from '../store/profiles.ts';
import type { GivenAnswers } from './given.ts';
import { answerEvent, answeredMessage } from './messages.ts';
import { screenOut } from './screen-out.ts';

/** What became of answers that were given. */
export type TakenAnswers = {
  /**
   * `not-there`: there is no such invitation, nobody was sent it, or it is erased. `closed`: it takes answers no more.
   * `already-answered`: the transaction has its one answer, whoever has the receipt now.
   */
  state: ResponseState | 'not-there' | 'closed' | 'already-answered';
  /** What is asked next; nothing, where all is answered. */
  next: SurveyQuestion | undefined;
  /** The last answer to every question, also to those that are asked no more. */
  answers: ReadonlyMap<string, AnswerValue>;
  /** What is no answer; everything else of the same post is taken. */
  faults: readonly AnswerFault[];
  /** Whether anything was news. */
  isNews: boolean;
  /** By which it was asked; nothing, where nobody was. */
  programme: Programme | undefined;
  outbox: readonly Outgoing[];
};

const nothing = {
  next: undefined,
  answers: new Map<string, AnswerValue>(),
  faults: [],
  isNews: false,
  programme: undefined,
  outbox: [],
};

/**
 * Takes answers to an invitation, by the version of the programme by which it was asked: hold the invitation → hold the response → read
 * what was given → keep what is news as a revision → say how far it came. Whoever gives the same answers at the same moment waits, and
 * changes nothing; a message of it that is handed over at this moment is waited for, and none is after that.
 */
export const takeAnswers = async (tx: Transaction, given: GivenAnswers, now: number): Promise<TakenAnswers> => {
  const { invitation, message, at, language } = given;
  await holdOffErasures(tx);
  await holdInvitations(tx, [invitation]);
  const asked = (await findAsked(tx, [{ invitation, message }])).get(invitation);
  if (asked === undefined) return { state: 'not-there', ...nothing };
  if (at >= answersEndAt(asked.programme, asked.deadline))
    return { state: 'closed', ...nothing, programme: asked.programme };
  await beginResponse(tx, { invitation, language, at });
  const response = await lockResponse(tx, invitation);
  if (response === undefined) return { state: 'not-there', ...nothing };
  const before = lastAnswers(await readAnswers(tx, invitation));
  const { news, faults } = newAnswers(asked.programme, given.answers, before);
  const answers = new Map([...before, ...news]);
  const computed = standingOf(asked.programme, answers);
  const told = { next: computed.next, answers, faults, programme: asked.programme };
  // Whoever was screened out has heard so, and is not let in by another answer.
  if (response.state === 'screened-out')
    return { ...told, state: news.size > 0 ? 'closed' : response.state, next: undefined, isNews: false, outbox: [] };
  if (news.size === 0) return { state: response.state, ...told, isNews: false, outbox: [] };
  if (response.completedAt !== undefined && isOfReceipt(asked.interaction, asked.circumstances.identifier))
    return { ...told, state: 'already-answered', isNews: false, outbox: [] };
  const isComplete = computed.state === 'completed';
  const isCounted = response.completedAt !== undefined;
  const screenedBy = isCounted ? undefined : await screenOut(tx, { asked, answers, isComplete });
  const standing: Standing =
    screenedBy === undefined ? computed : { ...computed, state: 'screened-out', next: undefined };
  const { leftOut = screenedBy === undefined ? undefined : 'screened-out' } = response;
  // Who answered everything once has answered, though a correction may lead to another question.
  const state = isCounted ? 'completed' : standing.state;
  const revision = response.revision + 1;
  await saveRevision(tx, { ...given, revision, answers: news, late: at > asked.deadline });
  await saveResponse(tx, { invitation, state, revision, at, language, screenedBy, leftOut });
  // What is still to be sent of it is cancelled.
  if (response.revision === 0) await lookNow(tx, [invitation], now);
  const outbox = [
    ...progress(response, standing.state).map((state) => answerEvent(asked, state, given)),
    ...(await onThread(tx, { asked, given, response: { ...response, leftOut }, revision, standing }, now)),
  ];
  return { state, ...told, next: standing.next, isNews: true, outbox };
};

type Standing = Omit<ReturnType<typeof standingOf>, 'state'> & { state: ResponseState };

/** Each is told once: that some questions are answered, that all are, and that somebody was screened out. */
const progress = (before: ResponseRow, state: ResponseState): ('partial' | 'answered' | 'screened-out')[] => {
  if (state === 'screened-out') return ['screened-out'];
  if (state === 'completed') return before.completedAt === undefined ? ['answered'] : [];
  return state === 'partial' && before.revision === 0 ? ['partial'] : [];
};

type Revised = {
  asked: AskedInvitation;
  given: GivenAnswers;
  response: ResponseRow;
  revision: number;
  standing: Standing;
};

/** What counts now, unless nothing does and nothing did; whose contact point was erased, and who is known by nothing else, has no thread. */
const onThread = async (
  tx: Transaction,
  { asked, given, response, revision, standing: { state, counted } }: Revised,
  now: number,
): Promise<Outgoing[]> => {
  const saysNothing = [...counted.values()].every((value) => value === null);
  if (saysNothing && response.revision === 0) return [];
  const record = (await findRecords(tx, [asked.subject])).get(asked.subject);
  const { identifier: known } = asked.circumstances;
  const identifier = identifierOf(asked.subject, record?.identifiers ?? [], asked.contactPoint ?? known);
  if (identifier === undefined) return [];
  const { id: invitation, programme, source, interaction, touchpoint, circumstances } = asked;
  const answered = {
    invitation,
    programme,
    about: { source, id: interaction },
    touchpoint,
    journey: circumstances.journey,
    channel: given.channel,
    identifier,
    language: given.language,
    revision,
    state,
    counted,
    late: given.at > asked.deadline,
    leftOut: response.leftOut,
    at: Math.min(given.at, now),
  };
  return [answeredMessage(answered, circumstances.trace, now)];
};
