import { z } from 'zod';
import { type Cluster, until } from './cluster.ts';

const Ledger = z.object({
  accepted: z.number(),
  stored: z.number(),
  duplicate: z.number(),
  quarantined: z.number(),
  inFlight: z.number(),
});
const Kpis = z.object({ groups: z.array(z.object({ interactions: z.number() })) });

/** How many interactions there are, by ingest's ledger and by what analytics counts. */
export type Books = z.infer<typeof Ledger> & { counted: number };

export const readBooks = async (cluster: Cluster): Promise<Books> => {
  const ledger = Ledger.parse(JSON.parse(await askInside(cluster, 'ingest', '/v1/ledger')));
  const { groups } = Kpis.parse(JSON.parse(await askInside(cluster, 'analytics', '/v1/kpis?groupBy=channel')));
  return { ...ledger, counted: groups.reduce((sum, { interactions }) => sum + interactions, 0) };
};

/** Waits until everything that was accepted since is stored and counted; gives how long that took. */
export const untilThrough = async (
  cluster: Cluster,
  before: Books,
  posted: number,
  withinMs: number,
): Promise<number> => {
  const begun = Date.now();
  const isThrough = async (): Promise<boolean> => {
    const now = await readBooks(cluster);
    return now.inFlight === 0 && now.counted - before.counted >= posted && now.stored - before.stored >= posted;
  };
  await until(`all of ${posted} are stored and counted`, isThrough, withinMs);
  return Date.now() - begun;
};

/** What is not as it has to be after so many were posted: none lost, none twice. */
export const differences = (before: Books, after: Books, posted: number): string[] => {
  const of = (name: keyof Books): number => after[name] - before[name];
  return [
    ...(of('stored') === posted ? [] : [`${of('stored')} of ${posted} are stored`]),
    ...(of('counted') === posted ? [] : [`${of('counted')} of ${posted} are counted by analytics`]),
    ...(of('quarantined') === 0 ? [] : [`${of('quarantined')} are in the quarantine`]),
    ...(after.inFlight === 0 ? [] : [`${after.inFlight} are on their way`]),
    ...(after.accepted === after.stored + after.duplicate + after.quarantined ? [] : ['the ledger does not balance']),
  ];
};

const program = `
  const [, path, body] = process.argv;
  const headers = { authorization: 'Bearer ' + process.env.HILO_API_KEY, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch('http://127.0.0.1:8080' + path, { headers, ...(body && { method: 'POST', body }) });
  process.stdout.write(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;`;

/** What an instance of a service answers to itself, whatever the policies of the network are; rejects if that is no success. */
export const askInside = (cluster: Cluster, service: string, path: string, body?: object): Promise<string> =>
  cluster.kubectl([
    '-n',
    'hilo',
    'exec',
    `deployment/${service}`,
    '--',
    'node',
    '--input-type=module',
    '-e',
    program,
    path,
    ...(body === undefined ? [] : [JSON.stringify(body)]),
  ]);
