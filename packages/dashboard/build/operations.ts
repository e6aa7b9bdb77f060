/**
 * Of Hilo's API, what the dashboard asks: `src/api/schema.d.ts` has the types of these, as `pnpm generate` reads them from the document of a
 * running Hilo. Whoever needs another adds it here.
 */
export const operations = ['POST /v1/query', 'GET /v1/alerts', 'GET /v1/segments'] as const;
