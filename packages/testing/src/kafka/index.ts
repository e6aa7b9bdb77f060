export { forgetTopics } from './forget-topics.ts';
export { groupsAreStable } from './groups.ts';
export { missingForJava } from './jars.ts';
export { type JavaKafkaOptions, startJavaKafka } from './java-kafka.ts';
export type { Kafka, NoKafka } from './kafka.ts';
export { moveLeaders } from './move-leaders.ts';
export { kafkaOfThisFile } from './of-this-file.ts';
export { type SecuredKafka, startSecuredKafka } from './secured-kafka.ts';
export { startKafka } from './start-kafka.ts';
