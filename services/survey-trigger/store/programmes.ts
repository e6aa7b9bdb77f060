import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { KeptProgramme, type Programme } from '../domain/programme.ts';
import { type ProgrammeState, programmeStates } from '../domain/programme-state.ts';

/** A programme as it stands; without what it says where this release cannot read the version that is in force. */
export type ProgrammeInForce = {
  id: string;
  version: number;
  state: ProgrammeState;
  programme: Programme | undefined;
};

/** The programmes by which it is noted, and decided, in a transaction. */
export type ProgrammesInForce = {
  inForce(tx: Transaction): Promise<readonly ProgrammeInForce[]>;
  /** As they stand after this change, for who has locked them and seen that it is the latest; read only where it is new. */
  afterChange(tx: Transaction, revision: number | null, at: string | null): Promise<readonly ProgrammeInForce[]>;
};

const holdSql = statement('LOCK TABLE programme_changes IN ROW SHARE MODE');

const latestSql = statement({
  name: 'latest-programme-change',
  text: 'SELECT revision, at::text AS at FROM programme_changes ORDER BY revision DESC LIMIT 1',
});

const inForceSql = statement(`
  SELECT DISTINCT ON (c.id) c.id, c.version, c.state, v.programme
    FROM programme_changes c LEFT JOIN programme_versions v ON v.id = c.id AND v.version = c.version
   ORDER BY c.id, c.revision DESC`);

const Row = z
  .object({ id: z.string(), version: z.int(), state: z.enum(programmeStates), programme: z.unknown() })
  .transform(({ programme, ...row }) => ({ ...row, programme: KeptProgramme.safeParse(programme).data }));

/**
 * The programmes in force, as every transaction finds them. None is changed until the transaction ends: what an instance decides after
 * one was paused, it decides by that. They are read once; after that a transaction asks for the number of the latest change alone.
 */
export const openProgrammes = (): ProgrammesInForce => {
  // By when it was made as well: in a database that was set back, the same number may be another change.
  let known: { revision: number; at: string; programmes: readonly ProgrammeInForce[] } | undefined;
  const latest: ProgrammesInForce['inForce'] = async (tx) => {
    const { rows } = await tx.query<{ revision: number; at: string }>(latestSql());
    const [change] = rows;
    if (change === undefined) return [];
    if (known?.revision !== change.revision || known.at !== change.at)
      known = { ...change, programmes: await readInForce(tx) };
    return known.programmes;
  };
  return {
    afterChange: async (tx, revision, at) =>
      known !== undefined && known.revision === revision && known.at === at ? known.programmes : latest(tx),
    inForce: async (tx) => {
      await tx.query(holdSql());
      return latest(tx);
    },
  };
};

const readInForce = async (tx: Transaction): Promise<readonly ProgrammeInForce[]> => {
  const { rows } = await tx.query(inForceSql());
  return z.array(Row).parse(rows);
};

/** These and no others, whatever the tables say: for who measures, or tries, what becomes of them. */
export const fixedProgrammes = (programmes: readonly Programme[]): ProgrammesInForce => {
  const all = programmes.map(
    (programme): ProgrammeInForce => ({ id: programme.id, version: programme.version, state: 'active', programme }),
  );
  return { inForce: async () => all, afterChange: async () => all };
};
