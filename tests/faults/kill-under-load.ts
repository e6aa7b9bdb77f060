import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { untilAtRest } from './at-rest.ts';
import { findAll } from './find.ts';
import { startProcesses } from './processes.ts';
import type { Sent } from './senders.ts';
import { emptyTally, type Tally } from './tally.ts';
import { postUnderBlows, type Traffic, type TrafficOptions } from './traffic.ts';
import { type Expected, faultsIn, type LedgerTotals } from './verdict.ts';

export type LoadOutcome = {
  /** What is wrong; nothing, if all that must hold does. */
  faults: string[];
  /** What the senders know, to look again with. */
  expected: Expected;
  posted: number[];
  ledger: LedgerTotals & { accepted: number };
  traffic: Traffic;
  /** How often a process ended, or did not start, that nobody had killed. */
  ended: number;
  seconds: Readonly<Record<'posting' | 'catchingUp' | 'looking', number>>;
};

/**
 * Posts interactions while services are killed with -9 and leaders are moved, waits until all is through, then looks into the
 * log and the tables for what was lost or done twice. Rejects if something does not end.
 */
export const killUnderLoad = async (options: TrafficOptions): Promise<LoadOutcome> => {
  const { databaseUrl, log, say } = options;
  const began = Date.now();
  await using processes = await startProcesses({ databaseUrl, log, say });
  const traffic = await postUnderBlows(processes, options);
  await processes.allRunning();
  const posting = secondsSince(began);
  say(`${traffic.accepted} got a 202 in ${posting} s; waiting until all is through`);
  await atRest(options);
  const catchingUp = secondsSince(began) - posting;

  say('all is through; looking into the log and the tables');
  const posted = traffic.sent.map((sent) => sent.posted);
  const expected = expectedOf(traffic.sent);
  const found = await findAll(options, posted);
  return {
    faults: faultsIn(expected, found),
    expected,
    posted,
    ledger: { accepted: found.ends, ...found.ledger },
    traffic,
    ended: processes.ended(),
    seconds: { posting, catchingUp, looking: secondsSince(began) - posting - catchingUp },
  };
};

const secondsSince = (moment: number): number => Math.round((Date.now() - moment) / 1000);

const atRest = async ({ databaseUrl, log: url, say }: TrafficOptions): Promise<void> => {
  await using log = await openLog(url ?? databaseUrl);
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'public', logger: console });
  await untilAtRest(pool, log, say).finally(() => pool.end());
};

const expectedOf = (sent: readonly Sent[]): Expected => {
  const tally = (placesOf: (one: Sent) => Iterable<number>): Tally => {
    const empty = emptyTally(sent.map(({ posted }) => posted));
    for (const [sender, one] of sent.entries()) {
      const seen = empty.seen[sender];
      for (const place of placesOf(one)) if (seen !== undefined) seen[place] = (seen[place] ?? 0) + 1;
    }
    return empty;
  };
  return { answered: tally(answeredOf), contradicted: tally((one) => one.contradicted) };
};

function* answeredOf({ answered, repeated }: Sent): Generator<number> {
  for (const [from, to] of answered) for (let place = from; place < to; place += 1) yield place;
  yield* repeated;
}
