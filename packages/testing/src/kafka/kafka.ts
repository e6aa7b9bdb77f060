/** A Kafka that answers, and what can be done to it. */
export type Kafka = {
  /** Addresses, host:port. */
  brokers: string[];
  /** Ends a node by the signal and resolves when it is gone, or at once for SIGSTOP. Nodes count from 0. */
  stopNode(index: number, signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP'): Promise<void>;
  /** Starts a node that was ended, or continues one that was frozen, and resolves when it answers. */
  startNode(index: number): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
};

export type NoKafka = { skipped: string };
