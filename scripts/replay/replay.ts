import type { Client } from '../api/client.ts';
import { LedgerAnswer, ledgerDifference } from '../api/ledger.ts';
import { countInteractions, findFiles, readFolder } from './files.ts';
import { type ReplayOutcome, readScores, Statistics } from './outcome.ts';
import { postAll } from './post.ts';
import { showProgress } from './progress.ts';
import { untilCounted, untilThrough } from './settle.ts';

/** Posts every file of the folder at full speed, waits until all of it is through, and says what it came to. */
export const replay = async (client: Client, folder: string): Promise<ReplayOutcome> => {
  const { found, missing } = findFiles(folder);
  const before = await client.get('/v1/ledger', LedgerAnswer);
  const known = await client.get('/v1/identity/statistics', Statistics);

  const posting = showProgress('posting   ', await countInteractions(folder, found));
  const startedAt = performance.now();
  const posted = await postAll(readFolder(folder), {
    client,
    onProgress: (soFar) => posting.update(soFar.posted),
  });
  posting.done();
  const postedAt = performance.now();

  const settling = showProgress('processing', posted.accepted);
  const total = await untilThrough(client, ({ inFlight }) => settling.update(Math.max(posted.accepted - inFlight, 0)));
  settling.done();
  const nowKnown = await untilCounted(client);
  const throughAt = performance.now();
  return {
    files: found.map(({ name }) => name),
    missing,
    posted,
    added: ledgerDifference(before, total),
    total,
    customers: { before: known.customers, after: nowKnown.customers },
    ...(await readScores(client)),
    seconds: { posting: (postedAt - startedAt) / 1000, through: (throughAt - startedAt) / 1000 },
  };
};
