import { isDeepStrictEqual } from 'node:util';
import { HttpProblem, type Logger, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { Registry } from './domain/registry.ts';
import { insertRegistry, listRegistries, lockProposals, type StoredRegistry } from './store/registries.ts';

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
    if (!isFromFile || (same && isDeepStrictEqual(Registry.parse(JSON.parse(same.content)), registry))) return;
    if (refusalOf(registry, known) === undefined) return proposeRegistry(tx, registry, { by, now });
    logger.warn(
      { version: registry.version, known: known.map(({ version, state }) => ({ version, state })) },
      'the registry in HILO_REGISTRY is not in force: its version is not later, or another is being applied',
    );
  });
