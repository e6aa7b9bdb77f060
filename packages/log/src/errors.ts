/** The log answers, and will never take these records: trying again would fail again. */
export class AppendRefused extends Error {
  override name = 'AppendRefused';
}

/** This member no longer holds the partition: what it did for it since then does not move the group's offset. */
export class StaleConsumer extends Error {
  override name = 'StaleConsumer';
}
