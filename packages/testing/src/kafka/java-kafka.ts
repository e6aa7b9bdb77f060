import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertFree } from '../free-ports.ts';
import { brokerJars } from './jars.ts';
import { endNode, formatNode, type JavaNode, spawnNode } from './java-node.ts';
import type { Kafka } from './kafka.ts';
import { waitForBrokers } from './metadata.ts';
import { type NodePorts, nodeProperties, type Properties } from './node-properties.ts';

export type JavaKafkaOptions = {
  ports: readonly NodePorts[];
  /** Where data, logs and settings are kept; what is there already is used again. */
  folder: string;
  /** Leaves the nodes running when this process ends. Default false. */
  detached?: boolean;
  /** Whether nobody reads the folder afterwards: a node that may write all down takes ten seconds to stop. Default false. */
  isForgotten?: boolean;
  /** In the place of, or beside, those that all nodes have. */
  properties?: Properties;
  /** For the preparation of the folder. */
  formatArguments?: readonly string[];
};

/** A cluster of one or more nodes by Java, each its own process; `stop` leaves the folder. */
export async function startJavaKafka(options: JavaKafkaOptions): Promise<Kafka & { pids(): number[] }> {
  const { ports, detached = false, isForgotten = false } = options;
  const brokers = ports.map((port) => `127.0.0.1:${port.broker}`);
  // Or another broker's answer would be taken for this one's.
  await assertFree(ports.flatMap(({ broker, controller }) => [broker, controller]));
  const nodes = await prepareNodes(options);
  const running: ChildProcess[] = [];
  const stop = async () => {
    // Stopped one after another, the last ones would wait for a quorum that is gone.
    const signal = nodes.length === 1 && !isForgotten ? 'SIGTERM' : 'SIGKILL';
    await Promise.all(running.map((child) => endNode(child, signal)));
  };
  const start = async (index: number, known: number) => {
    const child = spawnNode(at(nodes, index), detached);
    running[index] = child;
    await Promise.race([waitForBrokers(at(brokers, index), known, 180_000), ended(child, at(nodes, index))]);
  };
  try {
    await Promise.all(nodes.map((_, index) => start(index, nodes.length)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    brokers,
    stop,
    pids: () => running.flatMap((child) => child.pid ?? []),
    stopNode: async (index, signal) => {
      if (signal === 'SIGSTOP') at(running, index).kill(signal);
      else await endNode(at(running, index), signal);
    },
    startNode: async (index) => {
      const frozen = at(running, index);
      if (frozen.exitCode === null && frozen.signalCode === null) frozen.kill('SIGCONT');
      else await start(index, 1);
    },
  };
}

async function prepareNodes({
  ports,
  folder,
  properties = {},
  formatArguments,
}: JavaKafkaOptions): Promise<JavaNode[]> {
  const jars = await brokerJars();
  mkdirSync(folder, { recursive: true });
  const clusterId = clusterIdOf(folder);
  return Promise.all(
    ports.map(async (_, index) => {
      const id = index + 1;
      const node = { jars, properties: join(folder, `node-${id}.properties`), log: join(folder, `node-${id}.log`) };
      writeFileSync(
        node.properties,
        nodeProperties({ id, ports, folder: join(folder, `node-${id}`), further: properties }),
      );
      await formatNode(node, clusterId, formatArguments);
      return node;
    }),
  );
}

/** 22 characters of base64url, the same for all nodes and for all starts. A leading dash would be read as an option. */
function clusterIdOf(folder: string): string {
  const file = join(folder, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('base64url').replace(/^-/, 'a'));
  return readFileSync(file, 'utf8').trim();
}

async function ended(child: ChildProcess, node: JavaNode): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    const lines = readFileSync(node.log, 'utf8').split('\n').slice(-15).join('\n');
    reject(new Error(`a Kafka node ended at its start with ${code ?? signal}:\n${lines}`));
  });
  return promise;
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no node ${index}, only ${items.length}`);
  return item;
}
