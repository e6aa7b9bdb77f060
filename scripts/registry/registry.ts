import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { loadRegistry, Registry } from '@hilo/identity-resolution/config';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import type { Where } from '../keys/keys.ts';
import { showProgress } from '../replay/progress.ts';

export type RegistryCommand = Where & { shipped?: true };

const InForce = Registry.extend({
  applying: z.object({ version: z.int(), share: z.number().optional() }).optional(),
});
const Versions = z.object({
  versions: z.array(z.object({ version: z.int(), state: z.string(), share: z.number().optional() })),
});
const Some = z.object({ count: z.int(), samples: z.array(z.object({ kind: z.string(), value: z.string() })) });
const DryRun = z.object({
  id: z.string(),
  state: z.string(),
  share: z.number(),
  failure: z.string().optional(),
  report: z
    .object({
      interactions: z.int(),
      namingNobody: z.int(),
      customersBefore: z.int(),
      customersAfter: z.int(),
      merges: z.object({ count: z.int(), customers: z.int() }),
      splits: z.object({ count: z.int() }),
      newlyShared: Some,
      noLongerShared: Some,
      dropped: Some,
    })
    .optional(),
});
export type DryRunReport = NonNullable<z.infer<typeof DryRun>['report']>;

const lookEveryMs = 500;

/** The rules in force, as a file for `dry-run` and `apply` may have them; or those that are shipped. */
export const showRegistry = async ({ shipped, ...where }: RegistryCommand): Promise<Registry> => {
  if (shipped) return loadRegistry(undefined);
  const { applying: _applying, ...registry } = await inForce(clientAt(where));
  return registry;
};

/** Finds out what other rules would do; changes nothing. */
export const dryRunRegistry = async (file: string | undefined, command: RegistryCommand): Promise<DryRunReport> => {
  const client = clientAt(command);
  const registry = await proposed(client, file, command);
  const { id } = await client.post('/v1/identity/dry-runs', registry, DryRun);
  const progress = showProgress('looked at', 100);
  for (;;) {
    const run = await client.get(`/v1/identity/dry-runs/${id}`, DryRun);
    progress.update(Math.round(run.share * 100));
    if (run.state !== 'running') {
      progress.done();
      if (run.report !== undefined) return run.report;
      throw new Error(`the dry run ${run.state}${run.failure === undefined ? '' : `: ${run.failure}`}`);
    }
    await delay(lookEveryMs);
  }
};

/** Has other rules come into force, and waits until they are; gives their version. */
export const applyRegistry = async (file: string | undefined, command: RegistryCommand): Promise<number> => {
  const client = clientAt(command);
  const { version, ...registry } = await proposed(client, file, command);
  await client.put('/v1/identity/registry', { version, ...registry }, InForce);
  const progress = showProgress('applied', 100);
  for (;;) {
    const { versions } = await client.get('/v1/identity/registry/versions', Versions);
    const one = versions.find((each) => each.version === version);
    if (one?.state !== 'being-applied') {
      progress.update(one?.state === 'in-force' ? 100 : 0);
      progress.done();
      if (one?.state === 'in-force') return version;
      throw new Error(`version ${version} was ${one?.state ?? 'forgotten'} before it came into force`);
    }
    progress.update(Math.round((one.share ?? 0) * 100));
    await delay(lookEveryMs);
  }
};

/** What a dry run found, in lines for people. */
export const reportLines = (report: DryRunReport): string[] => [
  `customers: ${report.customersBefore} before, ${report.customersAfter} after`,
  `become one: ${report.merges.customers} customers, in ${report.merges.count} groups`,
  `become several: ${report.splits.count} customers`,
  `identifiers that say nothing any more: ${sampled(report.dropped)}`,
  `identifiers that are shared from then on: ${sampled(report.newlyShared)}`,
  `identifiers that are shared no longer: ${sampled(report.noLongerShared)}`,
  `interactions: ${report.interactions}, of which name nobody any more: ${report.namingNobody}`,
];

const mostShown = 5;

const sampled = ({ count, samples }: z.infer<typeof Some>): string => {
  if (count === 0) return '0';
  const shown = samples.slice(0, mostShown).map(({ kind, value }) => `${kind} ${JSON.stringify(value)}`);
  return `${count}, such as ${shown.join(', ')}`;
};

/** The rules that are asked for; those that are shipped as the next version, if there are later ones. */
const proposed = async (client: Client, file: string | undefined, { shipped }: RegistryCommand): Promise<Registry> => {
  if ((file === undefined) === (shipped === undefined)) throw new Error('give either a file, or --shipped.');
  if (file !== undefined) return Registry.parse(JSON.parse(await readFile(file, 'utf8')));
  const registry = loadRegistry(undefined);
  const { versions } = await client.get('/v1/identity/registry/versions', Versions);
  const latest = Math.max(0, ...versions.map(({ version }) => version));
  return { ...registry, version: Math.max(registry.version, latest + 1) };
};

const inForce = (client: Client): Promise<z.infer<typeof InForce>> => client.get('/v1/identity/registry', InForce);

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 10_000 });
