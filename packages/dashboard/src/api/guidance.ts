import { answerOf, api } from './client.ts';
import type { askCustomer } from './customers.ts';

export type Guidance = Awaited<ReturnType<typeof askCustomer.briefing>>['guidance'][number];

type Said = { id: string; role: string };

/** What is said of a card: that it was read, or that it did not help, and why. */
export const sayOfCard = {
  read: ({ id, role }: Said) => noted(api.POST('/v1/guidance/{id}/read', { params: { path: { id } }, body: { role } })),
  notHelpful: ({ id, role, comment }: Said & { comment: string }) =>
    noted(
      api.POST('/v1/guidance/{id}/not-helpful', {
        params: { path: { id } },
        body: { role, ...(comment !== '' && { comment }) },
      }),
    ),
};

type Answered = Omit<Awaited<Parameters<typeof answerOf>[0]>, 'data'>;

/** What is noted is answered by nothing at all. */
const noted = (asked: Promise<Answered>): Promise<null> =>
  answerOf(asked.then(({ error, response }) => ({ response, ...(response.ok ? { data: null } : error && { error }) })));
