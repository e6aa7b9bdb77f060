import { CustomerRecord } from '@hilo/contracts';
import type { OutgoingRecord } from '@hilo/log';
import { isTransient, LostRace, retry, rolledBack } from '@hilo/runtime';
import type { Work } from '../publishing/commit.ts';
import type { Publisher } from '../publishing/publish.ts';
import { readRecords } from '../store/graph/customers.ts';
import type { Made } from './make-decision.ts';

/** What a decision would make of the records: those that would be others, as they are and as they would be. */
type Rehearsed = Pick<Made, 'decision'> & {
  before: CustomerRecord[];
  after: CustomerRecord[];
};

const mostAttempts = 10;

/**
 * Does the work of a decision in a transaction that is taken back: so what it says is what the decision does, and not what somebody
 * wrote down of it. Again if a record changed meanwhile.
 */
export const rehearseDecision = (
  { pool, rules }: Pick<Publisher, 'pool' | 'rules'>,
  work: Work<Made | undefined>,
): Promise<Rehearsed | undefined> => {
  const once = async (): Promise<Rehearsed | undefined> => {
    const made = await rolledBack(pool, async (tx) => work(tx, await rules.within(tx)));
    if (made === undefined) return undefined;
    const { decision, customers } = made;
    const known = await readRecords(
      pool,
      rules,
      customers.map(({ key }) => key),
    );
    // Whatever is written makes a version as late as the one that was rehearsed.
    const isOvertaken = customers.some((one) => (known.get(one.key)?.version.version ?? 0) >= versionIn(one));
    if (isOvertaken) throw new LostRace('a record changed while a decision about it was rehearsed');
    const before = customers.flatMap(({ key }) => known.get(key)?.record ?? []);
    const after = customers.flatMap(({ value }) => (value === null ? [] : CustomerRecord.parse(JSON.parse(value))));
    return { decision, before, after };
  };
  return retry(once, {
    shouldRetry: isTransient,
    firstDelayMs: 10,
    onError: (error, attempt) => {
      if (attempt >= mostAttempts) throw error;
    },
  });
};

const versionIn = ({ headers }: OutgoingRecord): number => Number(headers?.hilo_version);
