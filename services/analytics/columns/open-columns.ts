import { setTimeout as delay } from 'node:timers/promises';
import { HttpProblem, type Resources } from '@hilo/runtime';
import type { AboutPeople } from './about-people.ts';
import type {
  AboutAnswer,
  AskedColumns,
  ColumnsAnswer,
  ColumnsAnswers,
  ColumnsQuestion,
  ColumnsReply,
} from './columns-question.ts';
import { mostValues } from './held-traits.ts';

type Asked<Kind extends ColumnsAnswer['kind']> = Extract<ColumnsQuestion, { kind: Kind }>;

/** Who asks the thread in which the columns are. */
export type AskColumns = <Kind extends ColumnsAnswer['kind']>(
  question: Asked<Kind>,
  about?: AboutPeople,
) => Promise<AnsweredByColumns<Kind>>;

/** What it answers, with what has to be known of it. */
export type AnsweredByColumns<Kind extends ColumnsAnswer['kind']> = AboutAnswer & { answer: ColumnsAnswers[Kind] };

/** More questions than that do not wait for each other: each is a pass over all, one after the other. */
const mostWaiting = 16;

/** Starts the thread. Who asks gets a problem while the columns are read or made, when too many ask, or when it takes too long. */
export const openColumns = async (
  { startThread }: Pick<Resources, 'startThread'>,
  { timeoutMs }: { timeoutMs: number },
): Promise<AskColumns> => {
  const thread = await startThread<AskedColumns, ColumnsReply>(new URL('./columns-thread.ts', import.meta.url));
  let waiting = 0;
  return async <Kind extends ColumnsAnswer['kind']>(question: Asked<Kind>, about: AboutPeople = {}) => {
    if (waiting >= mostWaiting)
      throw notNow('Too many questions about journeys are being answered: ask again in a second.');
    waiting++;
    const asked = thread.ask({ question, about }).finally(() => {
      waiting--;
    });
    const reply = await inTime(asked, timeoutMs);
    if (isOf(reply, question.kind)) return reply;
    if (reply.kind === 'refused') throw tooManyValues(reply.tooManyValuesOf);
    throw notNow('The columns from which journeys are answered are being read: ask again in a second.');
  };
};

const isOf = <Kind extends ColumnsAnswer['kind']>(
  reply: ColumnsReply,
  kind: Kind,
): reply is ColumnsReply & { kind: Kind } & AnsweredByColumns<Kind> => reply.kind === kind;

const inTime = async (asked: Promise<ColumnsReply>, timeoutMs: number): Promise<ColumnsReply> => {
  const answered = new AbortController();
  const tooLong = delay(timeoutMs, undefined, { signal: answered.signal }).then(() => {
    throw notNow(`It took longer than ${timeoutMs / 1000} s: ask for less time, or again when less is asked.`);
  });
  tooLong.catch(() => {});
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    answered.abort();
  }
};

const tooManyValues = (trait: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The question is not one that can be answered.', [
    {
      path: ['breakdown'],
      message: `traits.${trait} has more than ${mostValues.toLocaleString('en')} different values: nobody could read such a breakdown`,
    },
  ]);

const notNow = (detail: string): HttpProblem => new HttpProblem(503, 'Not now', detail);
