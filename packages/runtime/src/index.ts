export { bare, texts } from '@hilo/log/arrays';
export { locks } from '@hilo/log/locks';
export { command, composed, statement, statementIn } from '@hilo/log/statement';
export { rolledBack } from '@hilo/log/transaction';
export { checkAll, describeVariables, type Environment, readConfig, type Variable } from './config.ts';
export type { GivenBatch, Handled } from './consuming/commit.ts';
export { asOne, type ConsumerOptions, oneByOne, runConsumer } from './consuming/consumer.ts';
export { checkOf } from './consuming/contract.ts';
export { type DeadLetter, parseRecords } from './consuming/dead-letter.ts';
export { gather } from './consuming/gather.ts';
export { type Outgoing, publishOutbox, putIntoOutbox } from './consuming/outbox.ts';
export { type ReadingGroups, readUpTo } from './consuming/read-up-to.ts';
export {
  latestSurveyEvents,
  latestVersions,
  lockVersionsIn,
  type Version,
  withoutLater,
} from './consuming/versions.ts';
export { compose, given, named } from './database/compose.ts';
export { openDatabase, ping, snapshot, type Transaction, transaction } from './database/database.ts';
export { migrate } from './database/migrate.ts';
export { provisionSchemas, roleOf } from './database/provision.ts';
export { diagnose } from './doctor/diagnose.ts';

export { findGap } from './doctor/gap.ts';
export { dueWork } from './due/due-work.ts';
export type { DueItem, DueRows, Worked } from './due/item.ts';
export { type FiredTimer, setTimers, setTimersOfKinds, timersOf } from './due/timers.ts';
export { ConfigError, describeError, HttpProblem, isTransient, LostRace, nameOfError, Unreachable } from './errors.ts';
export { type Finding, failed, fine, orFine, reasonIn, warning } from './finding.ts';
export { followApiKeys, openAuthenticator, saveApiKey } from './following/api-keys.ts';
export { type CustomerChange, findCustomer, followCustomers, forgetCustomers } from './following/customers.ts';
export { eraseListed, listUndone, noteErasureDone } from './following/erase-listed.ts';
export { type NameHashes, nameHashes } from './following/erased-names.ts';
export { noteErasedVersions } from './following/erased-versions.ts';
export { type ErasureList, openErasureList } from './following/erasure-list.ts';
export {
  aboutResolved,
  followErasures,
  holdOffErasures,
  lockForErasure,
  type Removed,
  rememberErased,
  versionOfResolved,
  withoutErased,
} from './following/erasures.ts';
export {
  followRebuilds,
  generationNow,
  heardOf,
  isBeforeRebuild,
  obeyRebuildStep,
  type RemoveUntold,
  rebuiltTable,
  removeRowsBefore,
  runHeader,
} from './following/rebuilds.ts';
export { saveSessions, sessionCookiesOf } from './following/sessions.ts';
export { type Digits, decode, gateBody, gateParts, gatePosted, gateWritten, refusalIn } from './gate/gate.ts';
export type { Refusal } from './gate/refusal.ts';
export { digitsLost } from './gate/scan.ts';
export { type Ailment, type Health, openHealth } from './health.ts';
export { isFromThisMachine } from './http/access.ts';
export { allow, callerOf } from './http/allow.ts';
export { type Authenticate, createAuthenticator } from './http/auth.ts';
export { type Caller, doneBy, mayDo } from './http/caller.ts';
export { cursorOf, keyText, keyTime } from './http/cursor.ts';
export type { Examples } from './http/fault.ts';
export { addPages } from './http/html/pages.ts';
export { hashKey, keyId, newApiKey } from './http/keys.ts';
export { awaitLongBody } from './http/long-body.ts';
export { pageLimit, pageOf } from './http/paging.ts';
export { fieldErrors, pathText, pointer, problemOf, unknownCustomer, unknownField } from './http/problem.ts';
export type { FrontPage, RouteApp, Routes } from './http/routes.ts';
export { createServer, problems } from './http/server.ts';
export type { SessionCookies } from './http/sessions/cookies.ts';
export { makeLocalToken, openLocalToken } from './http/sessions/local-link.ts';
export { refuseOtherOrigins } from './http/sessions/same-origin.ts';
export { Session } from './http/sessions/session.ts';
export { sessionKey } from './http/sessions/signed-in.ts';
export { openReadTelling, statedPurpose, type TellReads } from './http/tell-reads.ts';
export { oneOrMany } from './http/validator.ts';
export { readJsonFile } from './json-file.ts';
export { createLogger, type Logger } from './logger.ts';
export { migrateAll } from './process/migrate-all.ts';
export { type RunningProcess, runProcess, startProcess } from './process/process.ts';
export type { Examined, PartitionProgress, RunningService, ServiceDefinition } from './process/service-definition.ts';
export { giveBackStartMemory } from './process/start-memory.ts';
export { answerInThread, workInThread } from './process/thread.ts';
export { type Repeating, repeat } from './repeat.ts';
export { type Closable, closeTogether, ProcessConfig, type Resources } from './resources.ts';
export { retry } from './retry.ts';
export { type Sealing, sealingFor } from './sealing.ts';
export { counter, histogramOfSeconds, longBuckets, observeGauge } from './telemetry/instruments.ts';
export { inBatchSpan, isTracing, type TraceHeaders, traceOfMessage, traceOfRequest } from './telemetry/tracing.ts';
