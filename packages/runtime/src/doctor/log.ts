import {
  consumerGroups,
  deadLetterSettings,
  deadLetterTopics,
  rebuildSettings,
  rebuildTopics,
  replaySettings,
  replayTopics,
  topics,
} from '@hilo/contracts';
import { inspectLog, type KafkaSettings, type LogInspection, type TopicSettings, type TopicState } from '@hilo/log';
import { type Address, placeIn, reach } from '../database/reach.ts';
import { type Finding, failed, fine, orFine, reasonIn, warning } from './finding.ts';

const wanted: readonly TopicSettings[] = [
  ...Object.values(topics),
  ...deadLetterTopics.map(({ name }) => ({ name, ...deadLetterSettings })),
  ...replayTopics.map(({ name }) => ({ name, ...replaySettings })),
  ...rebuildTopics.map(({ name }) => ({ name, ...rebuildSettings })),
];

/** The log: whether it answers, its topics as they have to be, and who is behind. */
export const checkLog = async (address: Address, kafka: KafkaSettings, now: () => number): Promise<Finding[]> => {
  const place = placeIn(address);
  const unreached = await reach(address, kafka).then(() => undefined, reasonIn);
  if (unreached !== undefined) return [failed('log', unreached, 'start it, or correct the variable that is named')];
  try {
    await using log = await inspectLog(address.url, kafka, 'hilo-doctor');
    const there = await log.describeTopics(wanted.map(({ name }) => name));
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

const daysOf = (ms: number | undefined): string =>
  ms === undefined ? 'for ever' : `${Math.round(ms / 8_640_000) / 10} days`;

/** Topics that are missing, or are not as this version makes them. */
export const checkTopics = (there: readonly TopicState[], brokers: number): Finding[] => {
  const byName = new Map(there.map((one) => [one.name, one]));
  const missing = wanted.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  const found: Finding[] = [];
  if (missing.length > 0) {
    const [first, ...rest] = missing;
    const todo = 'services make them when they start; where their user may not, make them by hand (README, Topics)';
    found.push(
      failed('topics', `${first}${rest.length > 0 ? ` and ${rest.length} more topics are` : ' is'} missing`, todo),
    );
  }
  for (const settings of wanted) {
    const state = byName.get(settings.name);
    if (state !== undefined) found.push(...checkTopic(settings, state, brokers));
  }
  return orFine(found, 'topics', `${there.length} topics are as this version makes them`);
};

const mostReplicas = 3;

const checkTopic = (settings: TopicSettings, state: TopicState, brokers: number): Finding[] => {
  const { name, partitions, cleanup } = settings;
  const { replicas, inSync, minInSync = 1, leaderless } = state;
  const found: Finding[] = [];
  const alter = (setting: string): string =>
    `kafka-configs.sh --alter --entity-type topics --entity-name ${name} --add-config ${setting}`;
  if (leaderless > 0)
    found.push(failed('topics', `${leaderless} partitions of ${name} have no leader`, 'bring their brokers back'));
  else if (inSync < minInSync)
    found.push(
      failed(
        'topics',
        `${name} takes nothing: ${inSync} replicas are in sync, and ${minInSync} have to be`,
        'bring the other brokers back',
      ),
    );
  else if (inSync < replicas)
    found.push(
      warning('topics', `${name} has ${inSync} of ${replicas} replicas in sync`, 'see which broker is away or behind'),
    );
  if (state.partitions < partitions) {
    const todo =
      'it works; more instances than partitions have nothing to do. Adding partitions moves keys: only with an empty log';
    found.push(warning('topics', `${name} has ${state.partitions} partitions in place of ${partitions}`, todo));
  }
  if (replicas < Math.min(mostReplicas, brokers)) {
    const todo = 'kafka-reassign-partitions.sh, to three replicas and min.insync.replicas=2';
    found.push(
      warning('topics', `${name} is on ${replicas} of ${brokers} brokers: with it, what is acknowledged is lost`, todo),
    );
  }
  if (state.cleanup !== undefined && !state.cleanup.includes(cleanup.policy))
    found.push(
      failed(
        'topics',
        `${name} has cleanup.policy=${state.cleanup} in place of ${cleanup.policy}`,
        alter(`cleanup.policy=${cleanup.policy}`),
      ),
    );
  if (
    cleanup.policy === 'delete' &&
    state.cleanup !== undefined &&
    (state.retentionMs ?? Number.POSITIVE_INFINITY) < cleanup.retentionMs
  ) {
    const message = `${name} keeps ${daysOf(state.retentionMs)} in place of ${daysOf(cleanup.retentionMs)}`;
    found.push(failed('topics', message, alter(`retention.ms=${cleanup.retentionMs}`)));
  }
  return found;
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
