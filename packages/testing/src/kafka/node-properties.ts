export type NodePorts = { broker: number; controller: number };
export type Properties = Readonly<Record<string, string | number | boolean>>;

/**
 * The configuration of one node out of `ports.length`, tuned for tests: a restart, a failover and a rebalance take
 * seconds instead of a quarter of a minute, and a node takes 200 MB.
 */
export function nodeProperties(options: {
  id: number;
  ports: readonly NodePorts[];
  folder: string;
  further?: Properties;
}): string {
  const { id, ports, folder, further } = options;
  const replicas = Math.min(3, ports.length);
  const own = ports[id - 1];
  if (!own) throw new Error(`no ports for node ${id}`);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': ports.map((port, index) => `${index + 1}@127.0.0.1:${port.controller}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${own.broker},CONTROLLER://127.0.0.1:${own.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${own.broker}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': folder,
    // A wrong topic name is an error.
    'auto.create.topics.enable': false,
    // A broker that was killed is missed after two seconds, not nine; nodes elect at once.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
    'controller.quorum.election.timeout.ms': 500,
    'controller.quorum.fetch.timeout.ms': 1000,
    // Consumers join at once, and tests may use short sessions.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    // With the default of 50 partitions a broker starts in eight seconds.
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.num.partitions': 3,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': Math.max(1, replicas - 1),
    'default.replication.factor': replicas,
    'min.insync.replicas': Math.max(1, replicas - 1),
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
    // A leader that is no longer the preferred one moves within a second, not five minutes.
    'leader.imbalance.check.interval.seconds': 1,
    ...further,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
