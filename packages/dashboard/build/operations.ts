/**
 * Of Hilo's API, what the dashboard asks: `src/api/schema.d.ts` has the types of these, as `pnpm generate` reads them from the document of a
 * running Hilo. Whoever needs another adds it here.
 */
export const operations = [
  'GET /v1/session',
  'POST /v1/query',
  'GET /v1/alerts',
  'GET /v1/segments',
  'POST /v1/customers/search',
  'GET /v1/customers/{id}',
  'GET /v1/customers/{id}/timeline',
  'GET /v1/customers/{id}/consents',
  'GET /v1/customers/{id}/contacts',
  'GET /v1/customers/{id}/briefing',
  'GET /v1/customers/{id}/verbatims',
  'GET /v1/cases',
  // What one works on cases with.
  'GET /v1/cases/{id}',
  'GET /v1/case-rules',
  'POST /v1/cases/{id}/assign',
  'POST /v1/cases/{id}/comment',
  'POST /v1/cases/{id}/contact',
  'POST /v1/cases/{id}/pause',
  'POST /v1/cases/{id}/resume',
  'POST /v1/cases/{id}/resolve',
  'POST /v1/cases/{id}/reopen',
  // What the page of quality says.
  'GET /v1/ledger',
  'GET /v1/lag',
  'GET /v1/quarantine',
  'GET /v1/quarantine/{id}',
  'PUT /v1/quarantine/{id}',
  'POST /v1/quarantine/{id}/replay',
  'POST /v1/quarantine/{id}/discard',
  'GET /v1/erasures',
  'GET /v1/identity/suggestions/counts',
  'GET /v1/identity/suggestions/model',
  'GET /v1/sentiment',
  'GET /v1/predictions',
] as const;
