import { workInThread } from '../src/process/thread.ts';

// Begins, and does not answer then for some seconds.
await workInThread(async () => {
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000), 100);
});
