import { type Topic, topics } from './topics.ts';

/**
 * Every consumer group and what it reads, declared once: a group that is not here is refused when it starts, so that the
 * quarantine knows of whatever any of them cannot process.
 */
export const consumerGroups: Readonly<Record<string, readonly Topic[]>> = {
  ingest: [topics.ledger],
  // Its own keys as well: after a restore, those that it made and revoked since the backup.
  'ingest.api-key-uses': [topics.apiKeyUses, topics.apiKeys, topics.sessions],
  'ingest.receipts': [topics.resolved, topics.customers, topics.surveys],
  'ingest.erasures': [topics.erasures],
  'ingest.rebuilds': [topics.rebuilds],
  'identity-resolution': [topics.interactions],
  // Its own erasures as well: those that were made without the list outside of the database are noted in it.
  'identity-resolution.erasures': [topics.erasureReports, topics.erasures],
  'identity-resolution.rebuilds': [topics.rebuildReports],
  'identity-resolution.reads': [topics.reads],
  'identity-resolution.api-keys': [topics.apiKeys, topics.sessions],
  'survey-trigger': [topics.resolved, topics.customers],
  // Whoever outside is to be told.
  'survey-trigger.events': [topics.surveys, topics.cases, topics.alerts],
  'survey-trigger.segments': [topics.segments],
  'survey-trigger.erasures': [topics.erasures],
  'survey-trigger.rebuilds': [topics.rebuilds],
  'survey-trigger.api-keys': [topics.apiKeys, topics.sessions],
  analytics: [topics.resolved, topics.customers, topics.surveys, topics.cases, topics.verbatims, topics.guidance],
  'analytics.erasures': [topics.erasures],
  'analytics.rebuilds': [topics.rebuilds],
  'analytics.api-keys': [topics.apiKeys, topics.sessions],
};
