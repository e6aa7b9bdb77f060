export { aboutHeader, aboutText, type Handle } from './about.ts';
export { backoffMs, doublingMs } from './backoff.ts';
export { AppendRefused, StaleConsumer } from './errors.ts';
export type { KafkaSettings } from './kafka-settings.ts';
export type {
  AppendOptions,
  Batch,
  ConsumeOptions,
  Consumer,
  Erased,
  Erasing,
  Log,
  LogInspection,
  LogRecord,
  OutgoingRecord,
  ReadBatch,
  ReadOptions,
  TopicSettings,
  TopicState,
} from './log.ts';
export { inspectLog, openLog, reachKafka } from './open.ts';
