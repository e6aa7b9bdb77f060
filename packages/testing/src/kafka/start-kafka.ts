import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../free-ports.ts';
import { dockerAnswers, startDockerKafka } from './docker-kafka.ts';
import { brokerJars, missingForJava } from './jars.ts';
import { startJavaKafka } from './java-kafka.ts';
import type { Kafka, NoKafka } from './kafka.ts';
import { waitForBrokers } from './metadata.ts';
import type { Properties } from './node-properties.ts';

/**
 * A real Kafka for tests: the one that `KAFKA_BROKERS` names, else Docker, else Java and Maven; otherwise the reason why
 * there is none, in a sentence that says what to install. With more than one node, or where `ownProcesses` is asked for,
 * always by Java, since only those nodes can be stopped and started and take `properties`; their data are in `folder`, which stays, or in one that
 * goes when they are stopped. `HILO_REQUIRE_KAFKA=1` rejects instead of skipping.
 */
export async function startKafka(
  options: { nodes?: number; ownProcesses?: boolean; folder?: string; properties?: Properties } = {},
): Promise<Kafka | NoKafka> {
  const { nodes = 1, ownProcesses = nodes > 1, folder, properties = {} } = options;
  const kafka = (ownProcesses ? undefined : await startForeign()) ?? (await startByJava(nodes, folder, properties));
  if ('skipped' in kafka && process.env.HILO_REQUIRE_KAFKA === '1') throw new Error(kafka.skipped);
  return kafka;
}

async function startForeign(): Promise<Kafka | undefined> {
  if (process.env.KAFKA_BROKERS) return existing(process.env.KAFKA_BROKERS.split(','));
  if (!(await dockerAnswers())) return undefined;
  return startDockerKafka().catch((error) => {
    console.warn(`Docker answers, but could not start Kafka (${error.message}); trying Java.`);
    return undefined;
  });
}

async function existing(brokers: string[]): Promise<Kafka> {
  await Promise.any(brokers.map((address) => waitForBrokers(address, 1, 10_000))).catch((cause) => {
    throw new Error(`none of KAFKA_BROKERS=${brokers.join(',')} answers`, { cause });
  });
  const refuse = () => Promise.reject(new Error('the brokers of KAFKA_BROKERS are not stopped and started by tests'));
  return { brokers, stopNode: refuse, startNode: refuse, stop: async () => {} };
}

async function startByJava(count: number, kept: string | undefined, properties: Properties): Promise<Kafka | NoKafka> {
  const missing = await missingForJava();
  if (missing) return { skipped: `no Kafka: install ${missing}, or start Docker, or set KAFKA_BROKERS=host:port` };
  const fetched = await brokerJars().catch((error: Error) => error);
  if (fetched instanceof Error) {
    console.warn(fetched.message);
    return {
      skipped: 'no Kafka: Maven could not fetch it, so connect to Maven Central, or set KAFKA_BROKERS=host:port',
    };
  }
  const numbers = await freePorts(count * 2);
  const ports = Array.from({ length: count }, (_, index) => ({
    broker: numbers[index * 2] ?? 0,
    controller: numbers[index * 2 + 1] ?? 0,
  }));
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'hilo-kafka-'));
  const remove = () => {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const kafka = await startJavaKafka({ ports, folder, properties, isForgotten: kept === undefined });
    return { ...kafka, stop: () => kafka.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
