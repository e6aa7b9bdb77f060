import { join, resolve } from 'node:path';
import { buildDashboard } from '@hilo/dashboard/build';
import { type Environment, giveBackStartMemory, makeLocalToken, startProcess } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { createClient } from '../api/client.ts';
import { explainFailure, portTaken } from '../explain-failure.ts';
import { services } from '../services.ts';
import type { Answered } from '../simulate/marketing.ts';
import { announcement } from './announcement.ts';
import { holdDataFolder, secretsIn } from './data-folder.ts';
import { firstRound } from './first-round.ts';
import { openMailbox } from './mailbox/open-mailbox.ts';
import type { StartOptions } from './options.ts';
import { isPortFree, portNobodyHas } from './port.ts';
import { createStopper, type Stopper } from './stopper.ts';
import { askNewcomer, startMarketing, startTraffic } from './traffic.ts';

const say = (line: string): void => console.log(`hilo: ${line}`);

/** Opens everything, says where it is, and runs until a signal comes; then closes all. */
export const runEverything = async (options: StartOptions, environment: Environment): Promise<void> => {
  const stopper = createStopper();
  const starting = start(options, environment, stopper);
  stopper.waitFor(starting);
  await starting.catch((error: unknown) => stopper.fail(explainFailure(error, options.port)));
};

const start = async (options: StartOptions, environment: Environment, stopper: Stopper): Promise<void> => {
  const { opened, signal } = stopper;
  const dataDir = resolve(options.dataDir);
  const host = environment.HOST || '127.0.0.1';
  const held = holdDataFolder(dataDir);
  opened.defer(() => held.release());
  if (options.port !== 0 && !(await isPortFree(options.port, host))) return stopper.fail(portTaken(options.port));
  // Known before it listens, since it stands in links.
  const port = options.port || (await portNobodyHas(host));
  const secrets = secretsIn(dataDir, environment);
  const [databaseUrl] = await Promise.all([
    environment.DATABASE_URL || openPostgres(dataDir, stopper),
    buildDashboard(say),
  ]);
  if (signal.aborted) return;

  say('starting the services');
  const mailbox = environment.HILO_SMTP_URL ? undefined : opened.use(await openMailbox(Date.now));
  const settings = {
    HILO_PUBLIC_URL: `http://localhost:${port}`,
    HILO_DASHBOARD_URL: `http://localhost:${port}`,
    ...(options.traffic && airline),
    ...(options.traffic && !environment.HILO_REACTION_RULES && !environment.HILO_TEMPLATES && airlineReactions),
    ...environment,
    ...secrets,
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
    ...(mailbox && { HILO_SMTP_URL: mailbox.smtpUrl }),
    ...(options.kafka !== undefined && { HILO_LOG: `kafka://${options.kafka}` }),
  };
  const running = await startProcess(services, settings, {
    logFile: join(dataDir, 'hilo.log'),
    signal,
    onWaiting: say,
    routes: mailbox ? [mailbox.routes] : [],
  });
  opened.defer(() => running.close());
  giveBackStartMemory();
  running.stopped.catch((error: unknown) => stopper.fail(explainFailure(error)));
  if (signal.aborted) return;

  const { url } = running;
  const key = secrets.HILO_API_KEY;
  const client = createClient({ url, key, signal });
  if (options.traffic) opened.use(await startTraffic(client, signal, say));
  if (signal.aborted) return;
  if (options.traffic) await askNewcomer(client, say);
  const [sealing = ''] = secrets.HILO_SESSION_SECRET.split(',');
  const link = `${settings.HILO_DASHBOARD_URL}/auth/local?token=${makeLocalToken(sealing.trim(), Date.now())}`;
  console.log(announcement({ ...options, url, key, link, mailbox: mailbox !== undefined }));
  const onFirstRound = (answers: readonly Answered[]): void => console.log(firstRound(answers, { url, key }));
  if (options.traffic) opened.use(startMarketing(client, signal, { say, onFirstRound }));
};

/** Who asks, where customers of the simulated airline are asked. */
const airline = {
  HILO_BRAND: join(import.meta.dirname, 'airline-brand.json'),
  HILO_TEXTS: join(import.meta.dirname, 'airline-texts.json'),
};

/** What it tells its passengers, and to what else it reacts, unless somebody says otherwise. */
const airlineReactions = {
  HILO_TEMPLATES: join(import.meta.dirname, 'airline-templates.json'),
  HILO_REACTION_RULES: join(import.meta.dirname, 'airline-reactions.json'),
};

const openPostgres = async (dataDir: string, { opened, signal }: Stopper): Promise<string> => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), signal, onProgress: say });
  opened.defer(() => postgres.stop());
  return postgres.url;
};
