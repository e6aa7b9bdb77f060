/** How the brokers are reached: without `tls`, in the clear; without `sasl`, as nobody in particular, or as the certificate says. */
export type KafkaSecurity = {
  tls?: {
    /** The authorities that are trusted, in PEM; without it, those that Node comes with. */
    ca?: string;
    /** The client's own certificate and its key, in PEM. */
    cert?: string;
    key?: string;
  };
  sasl?: { mechanism: SaslMechanism; username: string; password: string };
};

export type SaslMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** What an operator says of Kafka, besides where it is. */
export type KafkaSettings = {
  /** Without it, in the clear and as nobody in particular. */
  security?: KafkaSecurity;
  /**
   * A name that this process has again after it was killed, and that no other has meanwhile: the groups take it for the same
   * member, and wait for nobody. Kafka calls it `group.instance.id`.
   */
  instance?: string;
};
