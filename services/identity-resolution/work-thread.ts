import { workInThread } from '@hilo/runtime';
import { openWork } from './work.ts';

await workInThread(openWork);
