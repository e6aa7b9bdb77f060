/** Runs clients in other languages, unchanged but for their host and key, against a Hilo on this machine: `pnpm test:sdks --full`. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { CustomerRecord } from '@hilo/contracts';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import { Command } from 'commander';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { type Program, programs, runToEnd } from './programs.ts';
import { endTls } from './tls.ts';

const { full, only } = new Command('test:sdks')
  .description('Runs the SDKs of Segment and RudderStack for Python, Go, Java and Kotlin, unchanged, against a Hilo.')
  .option('--full', 'run them; without it, say what would run and what the machine lacks for it')
  .option('--only <text>', 'only those with this in their name')
  .addHelpText('after', '\nThe clients for Node and for browsers are part of `npm test`. Ends with 1 if one fails.')
  .parse()
  .opts<{ full?: boolean; only?: string }>();

const chosen = programs.filter(({ name }) => only === undefined || name.toLowerCase().includes(only.toLowerCase()));
const lacking = ({ needs }: Pick<Program, 'needs'>): string[] =>
  needs.filter((file) => spawnSync('which', [file]).status !== 0);

if (full) {
  await run().catch((error: unknown) => {
    console.error(`test:sdks: ${explainFailure(error)}`);
    process.exitCode = 1;
  });
} else {
  for (const program of chosen) {
    const lack = lacking(program);
    console.log(`${program.name}: ${lack.length > 0 ? `skipped, there is no ${lack.join(' and no ')}` : 'would run'}`);
  }
  console.log('with --full they run');
}

async function run(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const folder = makeDataFolder('hilo-sdks-');
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  opened.defer(() => postgres.stop());
  const hilo = opened.use(await startHilo({ databaseUrl: postgres.url }));
  const tls = lacking({ needs: ['keytool'] }).length > 0 ? undefined : opened.use(await endTls(folder, hilo.url));
  for (const program of chosen) {
    const lack = lacking(program);
    if (lack.length > 0) {
      console.log(`${program.name}: skipped, there is no ${lack.join(' and no ')}`);
      continue;
    }
    const fault = await faultOf(program, { folder, hilo, tlsHost: tls?.host ?? '' });
    console.log(`${program.name}: ${fault ?? 'every call is on the thread of its customer'}`);
    if (fault !== undefined) process.exitCode = 1;
  }
}

type Where = { folder: string; hilo: HiloProcess; tlsHost: string };

/** What was wrong with what one program posted, if anything was. */
async function faultOf(program: Program, { folder, hilo, tlsHost }: Where): Promise<string | undefined> {
  const user = randomUUID();
  const email = `${user}@example.org`;
  const environment = {
    ...program.environment?.(folder),
    HILO_URL: hilo.url,
    HILO_TLS_HOST: tlsHost,
    HILO_KEY: apiKey,
    HILO_USER: user,
    HILO_EMAIL: email,
  };
  try {
    await program.prepare(folder);
    await runToEnd(program.command(folder), { environment, timeoutMs: 120_000 });
    const { quarantined } = await untilThrough(hilo.client);
    const record = await hilo.client.post('/v1/customers/lookup', { kind: 'email', value: email }, CustomerRecord);
    const kinds = record.identifiers.map(({ kind }) => kind);
    const found = { total: record.interactions.total, user: kinds.includes('user_id'), quarantined };
    const wanted = { total: 4, user: true, quarantined: 0 };
    return JSON.stringify(found) === JSON.stringify(wanted) ? undefined : `is ${JSON.stringify(found)}`;
  } catch (error) {
    return explainFailure(error);
  }
}
