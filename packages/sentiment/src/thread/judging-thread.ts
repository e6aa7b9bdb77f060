import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { openEncoder } from '../encoder/encoder.ts';
import { judgeByEncoder, judgeByWords, type Verbatim } from '../judgement.ts';
import type { AskedOfThread, SaidByThread } from './messages.ts';

/** A nice value, as Unix counts: whoever waits for an answer goes first. */
const lessThanRequests = 10;

const giveWay = (): void => {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), lessThanRequests);
  } catch {
    // Only Linux has priorities of threads; elsewhere it works as well, only not as politely.
  }
};

const port = parentPort;
if (port === null) throw new Error('this file is started as a thread');
const say = (said: SaidByThread): void => port.postMessage(said);
const encode = await openEncoder();
// What it compiles at its first text nobody waits for afterwards.
judgeByEncoder(encode, { text: 'All is well.', language: 'en' });
port.on('message', ({ id, verbatims }: AskedOfThread) => say({ id, judgements: verbatims.map(judge) }));
say('ready');
giveWay();

/** A text by which the encoder fails is judged by the words, so that it costs no other its judgement. */
function judge(verbatim: Verbatim) {
  try {
    return judgeByEncoder(encode, verbatim);
  } catch {
    return judgeByWords(verbatim);
  }
}
