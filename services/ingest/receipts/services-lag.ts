import { consumerGroups, Timestamp, type Topic } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { z } from 'zod';
import { fromLog } from '../store/ledger.ts';

const waiting = {
  records: z.int().describe('Messages that are not processed yet.'),
  seconds: z.number().describe('For how long the first of them has been in the log; 0 where none waits.'),
};

const GroupLag = z.object({ group: z.string(), topic: z.string(), ...waiting });

export const ServicesLag = z.object({
  at: Timestamp,
  services: z.array(
    z.object({
      service: z.string(),
      ...waiting,
      groups: z.array(GroupLag).describe('What the service reads, each topic by itself.'),
    }),
  ),
});
export type ServicesLag = z.infer<typeof ServicesLag>;

type Asking = { log: Pick<Log, 'lag' | 'oldestWaiting'>; now(): number };

/** Whoever looks often does not ask the log each time. */
const rememberMs = 5000;

/** Answers what waits in the log for each service. A failure is not remembered. */
export const watchServices = (asking: Asking): (() => Promise<ServicesLag>) => {
  const { now } = asking;
  let known: { answer: Promise<ServicesLag>; until: number } | undefined;
  return () => {
    if (known !== undefined && now() < known.until) return known.answer;
    const answer = fromLog(readServices(asking));
    known = { answer, until: now() + rememberMs };
    answer.catch(() => {
      known = undefined;
    });
    return answer;
  };
};

type Reading = readonly [group: string, topics: readonly Topic[]];

/** The services beside each other, the topics of one after each other: the log has other work, too. */
const readServices = async (asking: Asking): Promise<ServicesLag> => {
  const byService = Object.groupBy(Object.entries(consumerGroups), ([group]) => group.split('.')[0] ?? group);
  const services = Object.entries(byService).map(async ([service, readings = []]) => {
    const groups = await readGroups(asking, readings);
    return {
      service,
      records: groups.reduce((sum, { records }) => sum + records, 0),
      seconds: Math.max(...groups.map(({ seconds }) => seconds)),
      groups,
    };
  });
  return { at: new Date(asking.now()).toISOString(), services: await Promise.all(services) };
};

const readGroups = async ({ log, now }: Asking, readings: readonly Reading[]): Promise<z.infer<typeof GroupLag>[]> => {
  const found: z.infer<typeof GroupLag>[] = [];
  for (const [group, topics] of readings)
    for (const { name: topic } of topics) {
      const records = await log.lag(group, topic);
      const oldest = records === 0 ? undefined : await log.oldestWaiting(group, topic);
      found.push({ group, topic, records, seconds: oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000 });
    }
  return found;
};
