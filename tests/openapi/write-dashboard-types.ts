/** Writes the types by which the dashboard asks, of the document of a Hilo that is started for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { services } from '../../scripts/services.ts';
import { dashboardTypes, dashboardTypesOf } from './dashboard-types.ts';

const folder = mkdtempSync(join(tmpdir(), 'hilo-document-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
const hilo = await startProcess(services, {
  DATABASE_URL: postgres.url,
  HILO_API_KEY: 'a-key-for-the-document-alone',
  HILO_ID_SECRET: 'a secret for the document alone',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'error',
});
const document = await (await fetch(`${hilo.url}/docs/json`)).json();
writeFileSync(dashboardTypes, await dashboardTypesOf(document));
await hilo.close();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
