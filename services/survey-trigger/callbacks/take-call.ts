import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import { takeAnswers } from '../answers/take-answers.ts';
import { noteObjections } from '../contacts/note-objections.ts';
import type { Brand } from '../domain/brand.ts';
import { digitsOf, pressed, spokenQuestion } from '../domain/callbacks/voice.ts';
import type { Programme } from '../domain/programme.ts';
import { languagesOf } from '../domain/questions/languages.ts';
import type { AnswerValue } from '../domain/questions/next-question.ts';
import { type Texts, textsIn } from '../domain/texts/texts.ts';
import { fillText } from '../domain/texts/worded.ts';
import { lockToldMessage } from '../store/told-messages.ts';
import type { TakingCallback } from './take-status.ts';

/** A turn of a call: to which question digits were pressed, at which time that it was asked. Without a question, the call begins. */
export type CallTurn = {
  message: string;
  language: string;
  call: string;
  question: string | undefined;
  turn: number;
  digits: string;
  at: number;
};
type Answering = TakingCallback & { brand: Pick<Brand, 'name' | 'texts'> };

/** What is said, and which question is asked, for the how manieth time; without one, the call is over. */
export type TakenTurn = {
  spoken: readonly { text: string; language: string }[];
  ask?: { question: string; turn: number };
  outbox: readonly Outgoing[];
};

/** A question is asked so often, where nothing is pressed that answers it. */
const mostTurns = 3;

/**
 * Takes a turn of a call: what was pressed is kept at once, so that whoever hangs up has answered what she has answered → the next question,
 * by what is answered. The same turn posted again answers the same, and asks the same.
 */
export const takeCall = async (tx: Transaction, turn: CallTurn, answering: Answering): Promise<TakenTurn> => {
  await holdOffErasures(tx);
  const { route, hashes, brand } = answering;
  const told = await lockToldMessage(tx, { message: turn.message, providerId: undefined }, route);
  const texts = textsIn(brand.texts, [turn.language]);
  if (told === undefined) return { spoken: saying(texts, texts.voice.closed), outbox: [] };
  const { invitation } = told.message;
  const opened = await give(tx, turn, { invitation, answers: [] }, answering);
  const { programme } = opened;
  if (programme === undefined || opened.state === 'closed')
    return { spoken: saying(texts, texts.voice.closed), outbox: opened.outbox };
  const question = programme.questions.find((one) => one.question === turn.question);
  const said = question && pressed(question, turn.digits);
  if (said !== undefined && 'refuses' in said) {
    const proof = `on the telephone (${turn.call}): pressed ${turn.digits}`;
    const refusal = {
      invitation,
      message: turn.message,
      brake: 'refusal' as const,
      channel: 'ivr' as const,
      at: turn.at,
      proof,
    };
    const { outbox } = await noteObjections(tx, [refusal], hashes);
    return { spoken: saying(texts, texts.voice.refused), outbox: [...opened.outbox, ...outbox] };
  }
  const answers = question && said ? [{ question: question.question, value: said.value }] : [];
  const asked = await giveAndPassOver(tx, turn, { invitation, answers }, answering);
  const isAgain = asked.next !== undefined && asked.next.question === question?.question && said === undefined;
  if (asked.next === undefined || (isAgain && turn.turn >= mostTurns))
    return { spoken: saying(texts, farewell(texts, asked.state, brand.name)), outbox: asked.outbox };
  const spoken = [
    ...(isAgain && turn.digits !== '' ? [texts.voice.again] : []),
    ...spokenQuestion(asked.next, texts, [turn.language], fallbackOf(programme, turn)),
  ].map((text) => ({ text, language: turn.language }));
  const ask = { question: asked.next.question, turn: isAgain ? turn.turn + 1 : 1 };
  return { spoken, ask, outbox: asked.outbox };
};

const fallbackOf = (programme: Programme, { language }: CallTurn): string =>
  languagesOf(programme).fallback ?? language;

const farewell = ({ voice }: Texts, state: string, company: string): string =>
  fillText(state === 'screened-out' ? (voice.screened ?? voice.thanks) : voice.thanks, { company });

const saying = ({ language }: Texts, text: string): TakenTurn['spoken'] => [{ text, language }];

type Given = { invitation: string; answers: readonly { question: string; value: AnswerValue }[] };

const give = (tx: Transaction, { message, language, at }: CallTurn, given: Given, { now }: Answering) =>
  takeAnswers(tx, { ...given, message, language, at, channel: 'ivr' }, now);

/** Gives the answers, and passes over whatever cannot be answered by digits. */
const giveAndPassOver = async (tx: Transaction, turn: CallTurn, given: Given, answering: Answering) => {
  let taken = await give(tx, turn, given, answering);
  const outbox = [...taken.outbox];
  while (taken.next !== undefined && digitsOf(taken.next) === undefined) {
    const answers = [{ question: taken.next.question, value: null }];
    taken = await give(tx, turn, { invitation: given.invitation, answers }, answering);
    outbox.push(...taken.outbox);
  }
  return { ...taken, outbox };
};
