import { isDeepStrictEqual } from 'node:util';
import { HttpProblem, type Logger, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { defaultRegistry, Registry } from '../domain/registry.ts';
import { insertRegistry, listRegistries, lockProposals, type StoredRegistry } from '../store/registry/registries.ts';

type Asking = { by: string; now: number };

/** Proposes other rules: they are applied in the background. */
export const proposeRegistry = async (tx: Transaction, registry: Registry, { by, now }: Asking): Promise<void> => {
  await lockProposals(tx);
  const known = await listRegistries(tx);
  const refusal = refusalOf(registry, known);
  if (refusal) throw refusal;
  const content = JSON.stringify(registry);
  await insertRegistry(tx, { version: registry.version, content, state: 'being-applied', by, proposedAt: now });
};

const refusalOf = ({ version }: Registry, known: readonly StoredRegistry[]): HttpProblem | undefined => {
  const applying = known.find(({ state }) => state === 'being-applied');
  if (applying)
    return new HttpProblem(409, 'Conflict', `Version ${applying.version} is being applied; one comes after the other.`);
  const latest = Math.max(0, ...known.map((one) => one.version));
  if (version > latest) return undefined;
  return new HttpProblem(400, 'Invalid request', 'Every change of the registry is another version.', [
    { path: ['version'], message: `must be greater than ${latest}, the latest` },
  ]);
};

/** Rules that are older than those that come with this version stay in force until somebody has them replaced. */
const suggestShipped = (logger: Pick<Logger, 'warn'>, known: readonly StoredRegistry[]): void => {
  const inForce = known.find(({ state }) => state === 'in-force');
  if (inForce === undefined || registryIn(inForce).normalisation >= defaultRegistry.normalisation) return;
  logger.warn(
    { version: inForce.version, shipped: defaultRegistry.version },
    'the registry in force is of an earlier Hilo and reads identifiers as that did; to move to the one that is shipped: ' +
      'hilo registry dry-run --shipped, then hilo registry apply --shipped (docs/adr/0018)',
  );
};

const registryIn = ({ content }: StoredRegistry): Registry => Registry.parse(JSON.parse(content));

/**
 * What a start makes of the registry that it was configured with: the first one comes into force; a file with a later
 * version is proposed. Whatever else it says is not in force, and the log says so.
 */
export const beginWith = (
  pool: Pool,
  logger: Pick<Logger, 'warn'>,
  registry: Registry,
  { isFromFile, now }: { isFromFile: boolean; now: number },
): Promise<void> =>
  transaction(pool, async (tx) => {
    await lockProposals(tx);
    const known = await listRegistries(tx);
    const by = JSON.stringify({ key: isFromFile ? 'HILO_REGISTRY' : 'hilo', source: 'configuration' });
    if (known.length === 0) {
      const content = JSON.stringify(registry);
      const { version } = registry;
      return insertRegistry(tx, { version, content, state: 'in-force', by, proposedAt: now });
    }
    const same = known.find(({ version }) => version === registry.version);
    suggestShipped(logger, known);
    if (!isFromFile || (same && isDeepStrictEqual(registryIn(same), registry))) return;
    if (refusalOf(registry, known) === undefined) return proposeRegistry(tx, registry, { by, now });
    logger.warn(
      { version: registry.version, known: known.map(({ version, state }) => ({ version, state })) },
      'the registry in HILO_REGISTRY is not in force: its version is not later, or another is being applied',
    );
  });
