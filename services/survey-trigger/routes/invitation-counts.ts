import { Channel } from '@hilo/contracts';
import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { candidateCountsOf, responseByChannel } from '../domain/candidate-counts.ts';
import { countCandidates, countChannels } from '../store/invitation-counts.ts';
import { type Route, tags } from './context.ts';

const Counts = z.object({
  programme: z.string(),
  candidates: z.int().describe('The sum of the four that follow.'),
  pending: z.int().describe('Not decided yet.'),
  invited: z.int(),
  withheld: z.int(),
  historical: z
    .int()
    .describe('Older than the deadline when Hilo accepted what happened: nobody could be asked in time.'),
  reasons: z.record(z.string(), z.int()).describe('Of those that were withheld: how many for which reason.'),
  channels: z
    .array(
      z.object({
        channel: Channel,
        invited: z.int(),
        undelivered: z.int().describe('Every message was refused or came back, and nobody answered.'),
        answered: z.int().describe('All questions.'),
        response: z.number().nullable().describe('Of those with whom anything arrived, how many answered, in percent.'),
      }),
    )
    .describe('Those who were invited, by the channel that was chosen for it: together, all of them.'),
});

const thirtyDaysMs = 30 * 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `GET /v1/invitations/counts`: what became of all about whom a programme would ask. */
export const invitationCountsRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/invitations/counts',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'How many would have been asked, and what became of them, by programme',
        tags,
        querystring: z.object({
          programme: z.string().optional(),
          from: z.iso.date().optional().describe('A day of touchpoints (UTC); without it, thirty days before `to`.'),
          to: z.iso.date().optional().describe('The last day that counts, with all of it; without it, today.'),
        }),
        response: { 200: z.object({ from: z.string(), to: z.string(), programmes: z.array(Counts) }), ...problems },
      },
    },
    async ({ query: { programme, to = dayOf(now()), from = dayOf(Date.parse(to) - thirtyDaysMs) } }) => {
      const asked = { from, to, programme };
      const [counted, channels] = await Promise.all([countCandidates(pool, asked), countChannels(pool, asked)]);
      const programmes = candidateCountsOf(counted).map((one) => ({
        ...one,
        channels: responseByChannel(channels, one.programme),
      }));
      return { from, to, programmes };
    },
  );
