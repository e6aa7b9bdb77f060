import { readlinkSync } from 'node:fs';
import { getPriority } from 'node:os';
import { basename } from 'node:path';
import { answerInThread } from '../src/process/thread.ts';

// Answers how nice it is, as Linux counts for each thread.
await answerInThread<string, number>(
  async () => async () => getPriority(Number(basename(readlinkSync('/proc/thread-self')))),
);
