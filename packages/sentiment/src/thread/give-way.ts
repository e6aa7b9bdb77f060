import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** A nice value, as Unix counts: whoever waits for an answer goes first. */
const lessThanRequests = 10;

/** This thread works when nobody else wants to. */
export const giveWay = (): void => {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), lessThanRequests);
  } catch {
    // Only Linux has priorities of threads; elsewhere it works as well, only not as politely.
  }
};
