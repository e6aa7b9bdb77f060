import { workInThread } from '@hilo/runtime';
import { openWork } from './worker.ts';

await workInThread(openWork);
