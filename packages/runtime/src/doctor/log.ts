import { consumerGroups } from '@hilo/contracts';
import { inspectLog, type KafkaSettings, type LogInspection } from '@hilo/log';
import { type Address, placeIn, reach } from '../database/reach.ts';
import { type Finding, failed, fine, orFine, reasonIn, warning } from '../finding.ts';
import { checkTopics, wantedTopics } from './topics.ts';

/** The log: whether it answers, its topics as they have to be, and who is behind. */
export const checkLog = async (address: Address, kafka: KafkaSettings, now: () => number): Promise<Finding[]> => {
  const place = placeIn(address);
  const unreached = await reach(address, kafka).then(() => undefined, reasonIn);
  if (unreached !== undefined) return [failed('log', unreached, 'start it, or correct the variable that is named')];
  try {
    await using log = await inspectLog(address.url, kafka, 'hilo-doctor');
    const there = await log.describeTopics(wantedTopics.map(({ name }) => name));
    const brokers = await log.countBrokers();
    const known = new Set(there.map(({ name }) => name));
    return [
      fine('log', `${place} answers${brokers > 1 ? `: ${brokers} brokers` : ''}`),
      ...checkTopics(there, brokers),
      ...(await checkLag(log, known, now)),
    ];
  } catch (error) {
    return [failed('log', `${place}: ${reasonIn(error)}`, 'see the log of the brokers, and what the user may do')];
  }
};

const lateSeconds = 60;
const lostSeconds = 5 * 86_400;

const checkLag = async (
  log: Pick<LogInspection, 'lag' | 'oldestWaiting'>,
  known: ReadonlySet<string>,
  now: () => number,
): Promise<Finding[]> => {
  const found: Finding[] = [];
  for (const [group, read] of Object.entries(consumerGroups)) {
    for (const { name } of read) {
      if (!known.has(name)) continue;
      const records = await log.lag(group, name);
      const oldest = records === 0 ? undefined : await log.oldestWaiting(group, name);
      const seconds = oldest === undefined ? 0 : Math.round((now() - oldest) / 1000);
      const message = `${group} is ${records} messages and ${seconds} s behind in ${name}`;
      if (seconds > lostSeconds)
        found.push(
          failed('lag', `${message}, and the log keeps seven days`, 'docs/runbooks/hilo-lag-near-retention.md'),
        );
      else if (seconds > lateSeconds) found.push(warning('lag', message, 'docs/runbooks/hilo-lag.md'));
    }
  }
  return orFine(found, 'lag', 'nobody is more than a minute behind');
};
