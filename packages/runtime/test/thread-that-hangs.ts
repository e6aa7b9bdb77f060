import { workInThread } from '../src/process/thread.ts';

// Begins, and does not answer then.
await workInThread(async () => {
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 100);
});
