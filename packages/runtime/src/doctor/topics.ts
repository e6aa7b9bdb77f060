import {
  deadLetterSettings,
  deadLetterTopics,
  rebuildSettings,
  rebuildTopics,
  replaySettings,
  replayTopics,
  topics,
} from '@hilo/contracts';
import type { TopicSettings, TopicState } from '@hilo/log';
import { type Finding, failed, orFine, warning } from '../finding.ts';

/** Every topic, as the services make it. */
export const wantedTopics: readonly TopicSettings[] = [
  ...Object.values(topics),
  ...deadLetterTopics.map(({ name }) => ({ name, ...deadLetterSettings })),
  ...replayTopics.map(({ name }) => ({ name, ...replaySettings })),
  ...rebuildTopics.map(({ name }) => ({ name, ...rebuildSettings })),
];

/** A topic as it is to be, as it is, and of how many brokers. */
type Seen = { wanted: TopicSettings; state: TopicState; brokers: number };
type Fault = readonly [
  of: typeof failed | typeof warning,
  applies: (seen: Seen) => boolean,
  message: (seen: Seen) => string,
  todo: (seen: Seen) => string,
];

const mostReplicas = 3;
const daysOf = (ms = 0): number => Math.round(ms / 8_640_000) / 10;
const alter = (name: string, setting: string): string =>
  `kafka-configs.sh --alter --entity-type topics --entity-name ${name} --add-config ${setting}`;
const wantedRetention = ({ cleanup }: TopicSettings): number => (cleanup.policy === 'delete' ? cleanup.retentionMs : 0);

/** What may be wrong with whoever keeps it: the first that applies. */
const ofReplicas: readonly Fault[] = [
  [
    failed,
    ({ state }) => state.leaderless > 0,
    ({ state }) => `${state.leaderless} partitions of ${state.name} have no leader`,
    () => 'bring their brokers back',
  ],
  [
    failed,
    ({ state: { inSync, minInSync = 1 } }) => inSync < minInSync,
    ({ state }) =>
      `${state.name} takes nothing: ${state.inSync} replicas are in sync, and ${state.minInSync} have to be`,
    () => 'bring the other brokers back',
  ],
  [
    warning,
    ({ state }) => state.inSync < state.replicas,
    ({ state }) => `${state.name} has ${state.inSync} of ${state.replicas} replicas in sync`,
    () => 'see which broker is away or behind',
  ],
];

/** What may be wrong with how it was made: each that applies. */
const ofSettings: readonly Fault[] = [
  [
    warning,
    ({ wanted, state }) => state.partitions < wanted.partitions,
    ({ wanted, state }) => `${state.name} has ${state.partitions} partitions in place of ${wanted.partitions}`,
    () =>
      'it works; more instances than partitions have nothing to do. Adding some moves keys: only while the log is empty',
  ],
  [
    warning,
    ({ state, brokers }) => state.replicas < Math.min(mostReplicas, brokers),
    ({ state, brokers }) =>
      `${state.name} is on ${state.replicas} of ${brokers} brokers: what it acknowledged is lost with them`,
    () => 'kafka-reassign-partitions.sh, to three replicas and min.insync.replicas=2',
  ],
  [
    failed,
    ({ wanted, state: { cleanup } }) => cleanup !== undefined && !cleanup.includes(wanted.cleanup.policy),
    ({ wanted, state }) => `${state.name} has cleanup.policy=${state.cleanup} in place of ${wanted.cleanup.policy}`,
    ({ wanted }) => alter(wanted.name, `cleanup.policy=${wanted.cleanup.policy}`),
  ],
  [
    failed,
    ({ wanted, state: { retentionMs } }) => retentionMs !== undefined && retentionMs < wantedRetention(wanted),
    ({ wanted, state }) =>
      `${state.name} keeps ${daysOf(state.retentionMs)} days in place of ${daysOf(wantedRetention(wanted))} days`,
    ({ wanted }) => alter(wanted.name, `retention.ms=${wantedRetention(wanted)}`),
  ],
];

/** Topics that are missing, or are not as this version makes them. */
export const checkTopics = (there: readonly TopicState[], brokers: number): Finding[] => {
  const byName = new Map(there.map((one) => [one.name, one]));
  const missing = wantedTopics.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  const wrong = wantedTopics.flatMap((wanted): Finding[] => {
    const state = byName.get(wanted.name);
    return state === undefined ? [] : checkTopic({ wanted, state, brokers });
  });
  return orFine([...sayMissing(missing), ...wrong], 'topics', `${there.length} topics are as this version makes them`);
};

const sayMissing = ([first, ...rest]: readonly string[]): Finding[] => {
  if (first === undefined) return [];
  const todo = 'services make them when they start; where their user may not, make them by hand (README, Topics)';
  return [failed('topics', `${first}${rest.length > 0 ? ` and ${rest.length} more topics are` : ' is'} missing`, todo)];
};

const checkTopic = (seen: Seen): Finding[] => {
  const applying = (faults: readonly Fault[]): readonly Fault[] => faults.filter(([, applies]) => applies(seen));
  const faults = [...applying(ofReplicas).slice(0, 1), ...applying(ofSettings)];
  return faults.map(([of, , message, todo]) => of('topics', message(seen), todo(seen)));
};
