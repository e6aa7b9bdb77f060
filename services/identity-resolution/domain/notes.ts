import type { Note } from '@hilo/contracts';
import type { UnusedIdentifier } from './fact.ts';
import { wordsOfUnused } from './normalise.ts';

/** What is not used as it was posted, for programs and for people; without what it says, which may be personal. */
export const notesOf = (unused: readonly UnusedIdentifier[] | undefined): Note[] | undefined =>
  unused?.map(({ path, unused: reason }) => ({ path, reason, message: wordsOfUnused(reason) }));

/** The same in one line. */
export const detailOf = (unused: readonly UnusedIdentifier[]): string =>
  unused.map(({ path, unused: reason }) => `${path} ${wordsOfUnused(reason)}`).join('; ');
