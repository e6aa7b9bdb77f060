import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { factsOfAnalytics } from '../../scripts/api/facts-of-analytics.ts';
import { askInside, readBooks, untilThrough } from './books.ts';
import { type Cluster, until } from './cluster.ts';
import { type Drivers, openDrivers } from './drivers.ts';
import { withTraffic } from './traffic.ts';

const services = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'];
const Rows = z.object({ kind: z.literal('rows'), rows: z.array(z.record(z.string(), z.unknown())) });
const data = '/data/postgres';
const backup = '/data/backup';

export type RestoredCluster = { posted: number; downS: number; wrong: string[] };

/**
 * Backs the database up under traffic, goes on, erases somebody, destroys the database and puts the backup in its place: Kafka and the list of
 * erasures are kept. Gives how long Hilo was away, and what is not as it was.
 */
export const restoreUnderTraffic = async (cluster: Cluster, name: string): Promise<RestoredCluster> => {
  const drivers = await openDrivers(cluster);
  const sql = openSql(drivers, name);
  const before = await readBooks(cluster);
  const first = await withTraffic(drivers, { name: `${name}-a`, rate: 100, seconds: 20 }, async () => {
    await sql(baseBackup);
  });
  const second = await withTraffic(drivers, { name: `${name}-b`, rate: 100, seconds: 10 }, async () => {});
  const posted = first.posted + second.posted;
  await untilThrough(cluster, before, posted, 120_000);
  const person = { kind: 'email', value: `${name}-a-1@example.org` };
  await askInside(cluster, 'identity-resolution', '/v1/erasures', { id: randomUUID(), identifier: person });
  const count = async (): Promise<unknown> => (await sql([erasedEverywhere]))[0]?.services;
  await until('the person is erased everywhere', async () => Number(await count()) === services.length, 60_000);
  const digest = await sql([digests]);

  const downAt = Date.now();
  await destroyAndRestore(cluster, name);
  const downS = (Date.now() - downAt) / 1000;
  const lookUp = () => askInside(cluster, 'identity-resolution', '/v1/customers/lookup?purpose=test', person);
  const isGone = await lookUp().then(
    () => false,
    () => true,
  );
  await until('all is read again', async () => (await readBooks(cluster)).inFlight === 0, 120_000);
  await until('the records are as they were', async () => isEqual(await sql([digests]), digest), 60_000).catch(
    () => {},
  );
  const after = await readBooks(cluster);
  const isStillGone = await lookUp().then(
    () => false,
    () => true,
  );
  return {
    posted,
    downS,
    wrong: [
      ...(isGone && isStillGone ? [] : ['who was erased since the backup is back']),
      ...(isEqual(await sql([digests]), digest) ? [] : ['records, facts or answers are others than before']),
      ...(after.accepted - before.accepted === posted ? [] : [`${after.accepted - before.accepted} were accepted`]),
      ...(after.accepted === after.stored + after.duplicate + after.quarantined ? [] : ['the ledger does not balance']),
    ],
  };
};

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Statements in one session, by a Pod that the cluster runs; gives the rows of the last. */
const openSql = (drivers: Drivers, name: string) => {
  let n = 0;
  return async (statements: readonly string[]): Promise<z.infer<typeof Rows>['rows']> => {
    n += 1;
    const args = ['/programs/sql.mjs', 'postgres.hilo', JSON.stringify(statements)];
    const lines = await (await drivers.start(`${name}-sql-${n}`, args)).ended(120_000);
    return Rows.parse(JSON.parse(lines.at(-1) ?? '')).rows;
  };
};

/** As the manual has it: between the two, the files are copied; then the journal that was written meanwhile. */
const baseBackup = [
  "SELECT pg_backup_start('hilo', fast => true)",
  `COPY (SELECT 1) TO PROGRAM 'rm -rf ${backup}; cp -a ${data} ${backup} || true'`,
  'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
  'CREATE TEMP TABLE label AS SELECT unnest(string_to_array($1::text, chr(10))) AS line',
  `COPY label TO PROGRAM 'cat > ${backup}/backup_label'`,
  `COPY (SELECT 1) TO PROGRAM 'cp -a ${data}/pg_wal/. ${backup}/pg_wal; rm -f ${backup}/postmaster.pid'`,
];

const erasedEverywhere = `
  SELECT (SELECT count(*) FROM identity.erasures_done) + (SELECT count(*) FROM ingest.erasures_done)
       + (SELECT count(*) FROM survey.erasures_done) + (SELECT count(*) FROM analytics.erasures_done)
       - 4 * ((SELECT count(*) FROM identity.erasures_done) - 1) AS services`;

/** Of everything that follows from the facts; not of versions and of when something changed, which are others. */
const digestOf = (columns: string, from: string): string =>
  `(SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM (SELECT ${columns} FROM ${from}) AS t)`;
const digests = `SELECT
  ${digestOf("id, kind, value, first_seen, customer, shared, nullif(aggregate, '')::jsonb, consents::jsonb", "identity.identifiers WHERE kind <> ''")} AS identifiers,
  ${digestOf('key, subject, rule, withdrawn, content', 'identity.interactions')} AS facts,
  ${digestOf('source, id, subject, occurred_at, channel, touchpoint, kind, verbatim, answers', `${factsOfAnalytics} AS f`)} AS counted,
  ${digestOf('subject, customer', 'analytics.claims')} AS claims,
  ${digestOf('interaction, source, subject, withdrawn, received_at', 'ingest.receipts')} AS receipts`;

const inHilo = ['-n', 'hilo'];

const destroyAndRestore = async ({ kubectl }: Cluster, name: string): Promise<void> => {
  const scale = (what: readonly string[], to: number) => kubectl([...inHilo, 'scale', ...what, `--replicas=${to}`]);
  const deployments = services.map((service) => `deployment/${service}`);
  await scale(deployments, 0);
  for (const service of services)
    await kubectl([
      ...inHilo,
      'wait',
      '--for=delete',
      'pod',
      '-l',
      `app.kubernetes.io/name=${service}`,
      '--timeout=90s',
    ]);
  await scale(['statefulset/postgres'], 0);
  await kubectl([...inHilo, 'wait', '--for=delete', 'pod/postgres-0', '--timeout=90s']);
  const image = await kubectl([
    ...inHilo,
    'get',
    'statefulset/postgres',
    '-o',
    'jsonpath={.spec.template.spec.containers[0].image}',
  ]);
  const pod = `${name}-restore`;
  await kubectl(['apply', '-f', '-'], JSON.stringify(restorer(pod, image)));
  await kubectl([...inHilo, 'wait', '--for=jsonpath={.status.phase}=Succeeded', `pod/${pod}`, '--timeout=90s']);
  await scale(['statefulset/postgres'], 1);
  await kubectl([...inHilo, 'rollout', 'status', 'statefulset/postgres', '--timeout=120s']);
  await scale(deployments, 1);
  for (const one of deployments) await kubectl([...inHilo, 'rollout', 'status', one, '--timeout=120s']);
};

/** The cluster of the database goes, and the backup takes its place. */
const restorer = (name: string, image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'hilo' },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'restore',
        image,
        command: ['sh', '-c', `rm -rf ${data} && cp -a ${backup} ${data}`],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'data', mountPath: '/data' }],
      },
    ],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-postgres-0' } }],
  },
});
