export { bare, texts } from '@hilo/log/arrays';
export { locks } from '@hilo/log/locks';
export { rolledBack } from '@hilo/log/transaction';
export { followApiKeys, openAuthenticator, saveApiKey } from './api-keys.ts';
export { type Authenticate, type Caller, createAuthenticator, mayDo } from './auth.ts';
export type { Handled } from './commit.ts';
export { checkAll, describeVariables, type Environment, readConfig, type Variable } from './config.ts';
export { type ConsumerOptions, oneByOne, runConsumer } from './consumer.ts';
export { checkOf } from './contract.ts';
export { cursorOf, keyText, keyTime } from './cursor.ts';
export { type CustomerChange, findCustomer, followCustomers, forgetCustomers } from './customers.ts';
export { openDatabase, snapshot, type Transaction, transaction } from './database.ts';
export { type DeadLetter, parseRecords } from './dead-letter.ts';
export { type NameHashes, nameHashes } from './erased-names.ts';
export {
  followErasures,
  holdOffErasures,
  lockForErasure,
  type Removed,
  rememberErased,
  withoutErased,
} from './erasures.ts';
export { ConfigError, describeError, HttpProblem, isTransient, LostRace } from './errors.ts';
export type { Examples } from './fault.ts';
export { type Digits, decode, gateBody, gateParts, gatePosted, gateWritten, refusalIn } from './gate/gate.ts';
export type { Refusal } from './gate/refusal.ts';
export { digitsLost } from './gate/scan.ts';
export { gather } from './gather.ts';
export { type Ailment, type Health, openHealth } from './health.ts';
export { createServer, problems, type Routes } from './http.ts';
export { readJsonFile } from './json-file.ts';
export { hashKey, keyId, newApiKey } from './keys.ts';
export { createLogger, type Logger } from './logger.ts';
export { migrate } from './migrate.ts';
export { migrateAll } from './migrate-all.ts';
export { type Outgoing, publishOutbox, putIntoOutbox } from './outbox.ts';
export { fieldErrors, pathText, pointer, problemOf, unknownField } from './problem.ts';
export { type RunningProcess, runProcess, startProcess } from './process.ts';
export { provisionSchemas } from './provision.ts';
export { type Repeating, repeat } from './repeat.ts';
export { closeTogether, ProcessConfig, type Resources } from './resources.ts';
export { retry } from './retry.ts';
export type { RunningService, ServiceDefinition } from './service-definition.ts';
export { giveBackStartMemory } from './start-memory.ts';
export { extractTrace, traceHeaders } from './telemetry.ts';
export { workInThread } from './thread.ts';
export { latestSurveyEvents, latestVersions, type Version, withoutLater } from './versions.ts';
