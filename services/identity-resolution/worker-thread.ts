import { workInThread } from '@hilo/runtime';
import { openWorker } from './worker.ts';

await workInThread(openWorker);
