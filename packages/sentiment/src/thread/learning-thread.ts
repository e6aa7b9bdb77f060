import { parentPort } from 'node:worker_threads';
import { type Champion, type NotedExample, tryChallenger } from '../learning/trial.ts';
import { giveWay } from './give-way.ts';

const port = parentPort;
if (port === null) throw new Error('this file is started as a thread');
giveWay();
port.once('message', ({ examples, champion }: { examples: NotedExample[]; champion: Champion | undefined }) =>
  port.postMessage(tryChallenger(examples, champion)),
);
