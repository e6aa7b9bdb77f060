import { parentPort } from 'node:worker_threads';
import { openEncoder } from '../encoder/encoder.ts';
import type { Heads } from '../head.ts';
import { type Judgement, judgeByEncoder, judgeByWords, type Verbatim } from '../judgement.ts';
import { giveWay } from './give-way.ts';
import type { AskedOfThread, SaidByThread } from './messages.ts';

/** Answers whoever has started this thread, from when the encoder is there. */
export const answerByEncoder = async (opening: Promise<Buffer>): Promise<void> => {
  const port = parentPort;
  if (port === null) throw new Error('this is done in a thread');
  const say = (said: SaidByThread): void => port.postMessage(said);
  const encode = await openEncoder(opening);
  let heads: Heads = {};
  /** A text by which the encoder fails is judged by the words, so that it costs no other its judgement. */
  const judge = (verbatim: Verbatim): Judgement => {
    try {
      return judgeByEncoder(encode, verbatim, heads);
    } catch {
      return judgeByWords(verbatim);
    }
  };
  // What it compiles at its first text nobody waits for afterwards.
  judge({ text: 'All is well.', language: 'en' });
  port.on('message', (asked: AskedOfThread) => {
    if ('heads' in asked) heads = asked.heads;
    else say({ id: asked.id, judgements: asked.verbatims.map(judge) });
  });
  say('ready');
  giveWay();
};
