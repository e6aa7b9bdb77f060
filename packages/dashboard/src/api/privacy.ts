import { answerOf, api } from './client.ts';

type Asking = { id: string; signal: AbortSignal };
const aPage = 5000;

/** Everything that identity-resolution knows of a customer, all pages of it, and where the rest is. */
export const exportCustomer = async (id: string) => {
  const page = (cursor?: string) =>
    answerOf(
      api.GET('/v1/customers/{id}/export', {
        params: { path: { id }, query: { limit: aPage, ...(cursor !== undefined && { cursor }) } },
      }),
    );
  const { nextCursor, ...whole } = await page();
  const interactions = [...whole.interactions];
  for (let cursor = nextCursor; cursor !== undefined; ) {
    const next = await page(cursor);
    interactions.push(...next.interactions);
    cursor = next.nextCursor;
  }
  return { ...whole, interactions };
};

/** Erases a customer for good, and everywhere. */
export const eraseCustomer = ({ id, reason }: { id: string; reason: string }) =>
  answerOf(api.POST('/v1/erasures', { body: { customer: id, ...(reason !== '' && { reason }) } }));

/** How far an erasure is, and what was removed where. */
export const askErasure = ({ id, signal }: Asking) =>
  answerOf(api.GET('/v1/erasures/{id}', { params: { path: { id } }, signal }));

export type ErasureStatus = Awaited<ReturnType<typeof askErasure>>;
