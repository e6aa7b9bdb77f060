import { Channel, ContactClass, ContactPolicy, Problem } from '@hilo/contracts';
import { allow, HttpProblem, problems } from '@hilo/runtime';
import { z } from 'zod';
import { type EpochDay, epochDay, listHolidays } from '../domain/calendar/holidays.ts';
import { placeOfCode } from '../domain/place/places.ts';
import { compilePolicy, ownHolidaysOf } from '../domain/policy/compiled.ts';
import { permittedDays } from '../domain/policy/permitted-days.ts';
import { refuseFaults } from '../policies/publish-policy.ts';
import { latestPolicy } from '../store/contact-policies.ts';
import { type Route, tags } from './context.ts';

const Asked = z.strictObject({
  place: z.string().max(20).describe('Where somebody is: a country or a region, `ES`, `ES-MD`.'),
  channel: Channel,
  class: ContactClass,
  from: z.iso.date().optional().describe('The first day; without it, today (UTC).'),
  days: z.int().min(1).max(31).default(7),
  policy: ContactPolicy.optional().describe('By another policy than the one in force, to see what it would permit.'),
});

const Time = z.string().describe('On the wall of whoever is contacted: 09:30; 24:00 is the end of the day.');

const Day = z.object({
  date: z.string(),
  open: z.array(z.object({ from: Time, to: Time })).describe('What every rule permits; empty where there is nothing.'),
  closedBy: z
    .array(
      z.object({
        rule: z.string(),
        by: z.enum(['hours', 'holiday']).describe('holiday: the day is one that this rule heeds, or is in no table.'),
      }),
    )
    .describe('The rules that leave something of the day out.'),
  holidays: z.array(z.string()).describe('Which holidays it is there, whether a rule heeds them or not.'),
});

/** `POST /v1/contact-policy/hours`: when somebody may be contacted, day by day. */
export const contactHoursRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/contact-policy/hours',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'At which hours of which days contacts are permitted at a place, and by which rules they are not',
        description:
          'By the policy in force, or by another one: changes nothing. What a rule says of a day is in the time on the wall there; ' +
          'whether one customer may be contacted depends on more: POST /v1/contact-permissions/check.',
        tags,
        body: Asked,
        response: {
          200: z.object({
            version: z.int().optional().describe('Of the policy in force; absent where another was asked about.'),
            days: z.array(Day),
          }),
          ...problems,
          404: Problem,
        },
      },
      config: { example: { place: 'ES-MD', channel: 'call_centre', class: 'commercial', from: '2026-11-02' } },
    },
    async ({
      body: { place: code, channel, class: kind, from = new Date(now()).toISOString().slice(0, 10), days, policy },
    }) => {
      const place = placeOfCode(code);
      if (!place) throw new HttpProblem(404, 'Not found', 'There is no such country or region.');
      if (policy) refuseFaults(policy);
      const { version, ...asked }: InForce = policy ? { policy } : await policyInForce(pool);
      const named = Map.groupBy(listHolidays(place, ownHolidaysOf(asked.policy)), ({ date }) => date);
      const bounds = compilePolicy(version ?? 0, asked.policy).boundsOf({ channel, class: kind, places: [place] });
      return {
        ...(version !== undefined && { version }),
        days: permittedDays(bounds, epochDay(from), days).map(({ day, open, closedBy }) => ({
          date: dateOf(day),
          open: open.map(([begin, end]) => ({ from: timeOf(begin), to: timeOf(end) })),
          closedBy,
          holidays: (named.get(dateOf(day)) ?? []).map(({ name }) => name),
        })),
      };
    },
  );

type InForce = { policy: ContactPolicy; version?: number };

const policyInForce = async (pool: Parameters<typeof latestPolicy>[0]): Promise<InForce> => {
  const latest = await latestPolicy(pool);
  const policy = ContactPolicy.safeParse(latest?.policy).data;
  if (latest === undefined || policy === undefined)
    throw new HttpProblem(
      404,
      'Not found',
      'There is no contact policy that this release can read, so that nobody is contacted.',
    );
  return { policy, version: latest.version };
};

const dateOf = (day: EpochDay): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
