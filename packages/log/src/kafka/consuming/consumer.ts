import type { ConsumerCrashEvent, Kafka, Consumer as KafkaConsumer } from 'kafkajs';
import type { ConsumeOptions, Consumer } from '../../log.ts';
import { kafkaErrorType } from '../errors.ts';
import { within } from '../within.ts';
import { type Assignment, createAssignment } from './assignment.ts';
import { createDelivery } from './delivery.ts';

/** A fetch is answered as soon as there is something; where there is nothing, each costs as much as twenty records. */
const fetchWaitMs = 500;
/** Four partitions full of what one may bring (a megabyte): kafkajs keeps all of an answer until the last of it is done. */
const fetchBytes = 4 * 2 ** 20;
/** So late a member hears of a rebalance: until it has, the others wait. */
const heartbeatEveryMs = 1000;
/**
 * The rebalance timeout, as a multiple of the session timeout. A killed member is missed after one session; one that lives, and whose
 * handler takes longer than this, would only join again.
 */
const longestRebalance = 3;
const finishMs = 4000;
const disconnectMs = 4000;

/** How this process is known to the groups that it joins. */
type Membership = { sessionTimeoutMs: number; instance?: string | undefined };

/** Joins the group in the background and delivers; resolves when the broker knows the topics, before the group has answered. */
export async function startConsumer(
  kafka: Kafka,
  options: ConsumeOptions,
  { sessionTimeoutMs, instance }: Membership,
): Promise<Consumer> {
  const heartbeatMs = Math.min(heartbeatEveryMs, sessionTimeoutMs / 6);
  const client = kafka.consumer({
    groupId: options.group,
    ...(instance !== undefined && { groupInstanceId: instance }),
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: longestRebalance * sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: fetchWaitMs,
    maxBytes: fetchBytes,
    allowAutoTopicCreation: false,
    retry: { retries: 6 },
  });
  const assignment = createAssignment(client, options);
  const state = observe(client, assignment, `${options.group} as ${instance}`);

  const stop = async () => {
    state.closing = true;
    // A member that is stopped while it joins would go on as a zombie.
    await within(finishMs, 'finishing the batches', Promise.all([assignment.finish(), joined])).catch(() => undefined);
    assignment.replace([]);
    await within(disconnectMs, 'leaving the group', client.disconnect()).catch(() => undefined);
    state.ended.resolve();
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= stop();
    return closed;
  };

  await subscribe(client, options.topics).catch(async (error) => {
    await client.disconnect().catch(() => undefined);
    throw error;
  });
  // After a kill the group waits for the session of the member that is gone: nobody may have to wait for that to start.
  const joined = join(
    client,
    createDelivery({ client, assignment, consume: options, sessionTimeoutMs, heartbeatMs }),
    (options.partitionsAtOnce ?? 4) + (options.apart?.partitionsAtOnce ?? 0),
  );
  joined.catch(state.ended.reject);
  state.ended.promise.catch(() => undefined);
  return {
    stopped: state.ended.promise,
    assignment: assignment.list,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function subscribe(client: KafkaConsumer, topics: readonly string[]): Promise<void> {
  await client.connect();
  await client.subscribe({ topics: [...topics], fromBeginning: true });
}

async function join(
  client: KafkaConsumer,
  eachBatch: ReturnType<typeof createDelivery>,
  partitionsAtOnce: number,
): Promise<void> {
  await client.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: partitionsAtOnce,
    eachBatch,
  });
}

/** Follows kafkajs's events: rebalances, batches of which nothing is left, and the crash that it does not come back from. */
function observe(client: KafkaConsumer, assignment: Assignment, member: string) {
  const state = { closing: false, ended: Promise.withResolvers<void>() };
  client.on(client.events.GROUP_JOIN, ({ payload }) => {
    const topics = Object.entries(payload.memberAssignment);
    assignment.replace(topics.flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition }))));
  });
  client.on(client.events.END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, lastOffset } }) => {
    // kafkajs passes what compaction has emptied without telling the handler.
    const held = batchSize === 0 ? assignment.find(topic, partition) : undefined;
    if (held?.next === Number(lastOffset)) held.next += 1;
  });
  client.on(client.events.CRASH, ({ payload: { error, restart } }: ConsumerCrashEvent) => {
    assignment.replace([]);
    if (!restart) state.ended.reject(kafkaErrorType(error) === 'FENCED_INSTANCE_ID' ? twoOf(member, error) : error);
    // The restart is scheduled after this event.
    else if (state.closing) setImmediate(() => client.disconnect().catch(() => undefined));
  });
  return state;
}

const twoOf = (member: string, cause: Error): Error =>
  new Error(`another process has joined ${member} since: HILO_KAFKA_INSTANCE_ID has to differ among those that live`, {
    cause,
  });
