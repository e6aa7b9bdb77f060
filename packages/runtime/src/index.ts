export { bare, texts } from '@hilo/log/arrays';
export { followApiKeys, openAuthenticator, saveApiKey } from './api-keys.ts';
export { type Authenticate, type Caller, createAuthenticator, mayDo } from './auth.ts';
export type { Handled } from './commit.ts';
export { describeVariables, type Environment, readConfig, type Variable } from './config.ts';
export { type ConsumerOptions, oneByOne, runConsumer } from './consumer.ts';
export { checkOf } from './contract.ts';
export { type Cursor, encodeCursor, readCursor } from './cursor.ts';
export { type CustomerChange, findCustomer, followCustomers, forgetCustomers } from './customers.ts';
export { migrate, openDatabase, provisionSchemas, snapshot, type Transaction, transaction } from './database.ts';
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
export { decode, gateBody, gateWritten, refusalIn } from './gate/gate.ts';
export type { Refusal } from './gate/refusal.ts';
export { gather } from './gather.ts';
export { createServer, problems, type Routes } from './http.ts';
export { hashKey, keyId, newApiKey } from './keys.ts';
export { createLogger, type Logger } from './logger.ts';
export { type Outgoing, publishOutbox, putIntoOutbox } from './outbox.ts';
export { fieldErrors, pathText, pointer, problemOf, unknownField } from './problem.ts';
export {
  type RunningProcess,
  type RunningService,
  runProcess,
  type ServiceDefinition,
  startProcess,
} from './process.ts';
export { type Repeating, repeat } from './repeat.ts';
export { ProcessConfig, type Resources } from './resources.ts';
export { retry } from './retry.ts';
export { giveBackStartMemory } from './start-memory.ts';
export { extractTrace, traceHeaders } from './telemetry.ts';
export { workInThread } from './thread.ts';
