import type { z } from 'zod';
import { AlertEvent } from './alert.ts';
import { ApiKey, ApiKeyUse } from './api-key.ts';
import { CaseEvent } from './case.ts';
import { CustomerRecord } from './customer.ts';
import { Erasure, ErasureReport } from './erasure.ts';
import { GuidanceEvent } from './guidance.ts';
import { AcceptedInteraction } from './interaction.ts';
import { LedgerEntry } from './ledger.ts';
import { PersonRead } from './read.ts';
import { RebuildReport, RebuildStep } from './rebuild.ts';
import { ResolvedInteraction } from './resolved.ts';
import { SegmentDefinition } from './segment.ts';
import { SessionTold } from './session.ts';
import { SurveyEvent } from './survey.ts';
import { VerbatimEvent } from './verbatim.ts';
import type { ServiceName } from './words.ts';

export type Topic<Schema extends z.ZodType = z.ZodType> = {
  name: string;
  title: string;
  schema: Schema;
  key: string;
  partitions: number;
  cleanup: { policy: 'delete'; retentionMs: number } | { policy: 'compact' };
  /** One, who decides what is in it; more only where each answers for itself. */
  writers: readonly ServiceName[];
  readers: readonly ServiceName[];
};

export const sevenDays = { policy: 'delete', retentionMs: 7 * 24 * 3600 * 1000 } as const;
const compacted = { policy: 'compact' } as const;
const partitions = 12;
const everyService = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'] as const;

const topic = <Schema extends z.ZodType>(declared: Topic<Schema>): Topic<Schema> => declared;

/** Every topic, declared once; no other place in the code has a topic's name. */
export const topics = {
  interactions: topic({
    name: 'hilo.interactions.v1',
    title: 'Accepted interactions',
    schema: AcceptedInteraction,
    key: 'strongest identifier of the interaction',
    partitions,
    cleanup: sevenDays,
    writers: ['ingest', 'survey-trigger'],
    readers: ['identity-resolution'],
  }),
  resolved: topic({
    name: 'hilo.resolved.v1',
    title: 'Interactions with their customer',
    schema: ResolvedInteraction,
    key: 'customer id',
    partitions,
    cleanup: sevenDays,
    writers: ['identity-resolution'],
    readers: ['ingest', 'survey-trigger', 'analytics'],
  }),
  customers: topic({
    name: 'hilo.customers.v1',
    title: 'The single customer record',
    schema: CustomerRecord,
    key: 'customer id',
    partitions,
    cleanup: compacted,
    writers: ['identity-resolution'],
    readers: ['ingest', 'survey-trigger', 'analytics'],
  }),
  surveys: topic({
    name: 'hilo.surveys.v1',
    title: 'What became of asking customers',
    schema: SurveyEvent,
    key: 'customer id',
    partitions,
    cleanup: sevenDays,
    writers: ['survey-trigger'],
    readers: ['ingest', 'survey-trigger', 'analytics'],
  }),
  cases: topic({
    name: 'hilo.cases.v1',
    title: 'Closing the loop with unhappy customers',
    schema: CaseEvent,
    key: 'customer id',
    partitions,
    cleanup: sevenDays,
    writers: ['survey-trigger'],
    readers: ['survey-trigger', 'analytics'],
  }),
  verbatims: topic({
    name: 'hilo.verbatims.v1',
    title: 'How customers feel who wrote something, and about what',
    schema: VerbatimEvent,
    key: 'customer id',
    partitions,
    cleanup: sevenDays,
    writers: ['survey-trigger'],
    readers: ['analytics'],
  }),
  guidance: topic({
    name: 'hilo.guidance.v1',
    title: 'Cards for the front line, pushed while a customer’s situation lasts',
    schema: GuidanceEvent,
    key: 'customer id',
    partitions,
    cleanup: sevenDays,
    writers: ['survey-trigger'],
    readers: ['analytics'],
  }),
  segments: topic({
    name: 'hilo.segments.v1',
    title: 'Segments of customers, as they are defined',
    schema: SegmentDefinition,
    key: 'name of the segment',
    partitions: 1,
    cleanup: compacted,
    writers: ['analytics'],
    readers: ['survey-trigger'],
  }),
  alerts: topic({
    name: 'hilo.alerts.v1',
    title: 'Figures that left their band, or fell silent',
    schema: AlertEvent,
    key: 'name of the watch',
    partitions: 1,
    cleanup: sevenDays,
    writers: ['analytics'],
    readers: ['survey-trigger'],
  }),
  ledger: topic({
    name: 'hilo.ledger.v1',
    title: 'How far accepted interactions are through',
    schema: LedgerEntry,
    key: 'log, topic and partition',
    partitions: 1,
    cleanup: compacted,
    writers: ['identity-resolution'],
    readers: ['ingest'],
  }),
  erasures: topic({
    name: 'hilo.erasures.v1',
    title: 'Who is to be erased everywhere',
    schema: Erasure,
    key: 'erasure id',
    partitions: 1,
    // Every one stays: a service that is built anew has to know of all of them.
    cleanup: compacted,
    writers: ['identity-resolution'],
    readers: everyService,
  }),
  erasureReports: topic({
    name: 'hilo.erasure-reports.v1',
    title: 'What each service erased',
    schema: ErasureReport,
    key: 'erasure id',
    partitions: 1,
    cleanup: sevenDays,
    writers: ['ingest', 'survey-trigger', 'analytics'],
    readers: ['identity-resolution'],
  }),
  rebuilds: topic({
    name: 'hilo.rebuilds.v1',
    title: 'Which service is told everything again',
    schema: RebuildStep,
    key: 'service',
    partitions: 1,
    cleanup: sevenDays,
    writers: ['identity-resolution'],
    readers: ['ingest', 'survey-trigger', 'analytics'],
  }),
  rebuildReports: topic({
    name: 'hilo.rebuild-reports.v1',
    title: 'How far a service is that is rebuilt',
    schema: RebuildReport,
    key: 'service',
    partitions: 1,
    cleanup: sevenDays,
    writers: ['ingest', 'survey-trigger', 'analytics'],
    readers: ['identity-resolution'],
  }),
  apiKeys: topic({
    name: 'hilo.api-keys.v1',
    title: 'API keys, hashed',
    schema: ApiKey,
    key: 'key id',
    partitions: 1,
    cleanup: compacted,
    writers: ['ingest'],
    readers: everyService,
  }),
  sessions: topic({
    name: 'hilo.sessions.v1',
    title: 'What became of sessions of people who signed in',
    schema: SessionTold,
    key: 'session id, or `all`',
    // One: who heard that all were confirmed has heard of every one that was not.
    partitions: 1,
    cleanup: sevenDays,
    writers: ['analytics'],
    readers: everyService,
  }),
  reads: topic({
    name: 'hilo.reads.v1',
    title: 'Who read what is kept of a person',
    schema: PersonRead,
    key: 'subject id',
    partitions: 1,
    cleanup: sevenDays,
    writers: ['ingest', 'survey-trigger', 'analytics'],
    readers: ['identity-resolution'],
  }),
  apiKeyUses: topic({
    name: 'hilo.api-key-uses.v1',
    title: 'When API keys were used last',
    schema: ApiKeyUse,
    key: 'key id',
    partitions: 1,
    cleanup: compacted,
    writers: everyService,
    readers: ['ingest'],
  }),
};

/** The topics that a service writes or reads. */
export const topicsOf = (service: string): Topic[] =>
  Object.values<Topic>(topics).filter(({ writers, readers }) =>
    [...writers, ...readers].some((one) => one === service),
  );

/** The topics whose messages are about people. */
export const personalTopics: readonly Topic[] = [
  topics.interactions,
  topics.resolved,
  topics.customers,
  topics.surveys,
  topics.cases,
  topics.verbatims,
  topics.guidance,
];
