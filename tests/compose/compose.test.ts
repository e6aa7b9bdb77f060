import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AnalyticsConfig } from '@hilo/analytics/config';
import { ProcessConfig } from '@hilo/runtime';
import { SurveyTriggerConfig } from '@hilo/survey-trigger/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSecrets } from '../../scripts/compose/secrets.ts';
import { secretsOf } from '../../scripts/kubernetes/secrets.ts';
import { services as definitions } from '../../scripts/services.ts';
import { type Container, readCompose, readInCluster } from './compose-file.ts';

const root = join(import.meta.dirname, '..', '..');
const services = definitions.map(({ name }) => name);
/** These hold no password: the one is told to everybody, the other is asked with the key of who asks. */
const addresses = new Set(['HILO_DASHBOARD_URL', 'HILO_PUBLIC_URL', 'HILO_SURVEY_TRIGGER_URL']);

const variables = new Set([
  ...Object.keys(ProcessConfig.shape),
  ...Object.keys(SurveyTriggerConfig.shape),
  ...Object.keys(AnalyticsConfig.shape),
]);
const { services: containers, networks, volumes } = await readCompose();
const containerOf = (name: string): Container => {
  const found = containers[name];
  if (found === undefined) throw new Error(`there is no ${name} in the Compose file`);
  return found;
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-compose-'));
  expect(await writeSecrets(folder)).toBe('the secrets are made');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a container is told in its file. */
const secretsIn = async (name: string): Promise<Record<string, string | undefined>> =>
  parseEnv(await readFile(join(folder, name, 'env'), 'utf8'));

describe('the Compose file', () => {
  it.each(services)('runs %s as a cluster does: the same arguments, variables, heap and memory', async (name) => {
    const here = containerOf(name);
    const there = await readInCluster(name);
    expect(here.command).toEqual(there.args);
    const variables = [...Object.keys(here.environment), ...Object.keys(await secretsIn(name))];
    expect(variables.filter((one) => one.startsWith('HILO_')).sort()).toEqual(there.variables);
    expect(here.environment.NODE_OPTIONS).toBe(there.nodeOptions);
    expect(`${here.mem_limit}i`.toUpperCase()).toBe(there.memory.toUpperCase());
    expect(here.healthcheck?.test.join(' ')).toContain('/readyz');
    expect(here.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
  });

  it('migrates as a cluster does, before any service', async () => {
    const { args, memory } = await readInCluster('migrate');
    const migrate = containerOf('migrate');
    expect(migrate.command).toEqual(args);
    expect(`${migrate.mem_limit}i`.toUpperCase()).toBe(memory.toUpperCase());
    expect(Object.keys(await secretsIn('migrate')).sort()).toEqual(['DATABASE_URL', 'HILO_API_KEY', 'HILO_ID_SECRET']);
    expect(migrate.depends_on).toMatchObject({ postgres: { condition: 'service_healthy' } });
  });

  it('sets no variable that Hilo does not read, and no secret', async () => {
    for (const name of [...services, 'migrate']) {
      const { environment } = containerOf(name);
      const known = Object.keys(environment).filter((one) => one !== 'NODE_OPTIONS');
      expect(known.filter((one) => !variables.has(one))).toEqual([]);
      expect(Object.keys(await secretsIn(name)).filter((one) => !variables.has(one))).toEqual([]);
    }
    for (const [name, { environment, command, entrypoint = [] }] of Object.entries(containers)) {
      const secret = Object.entries(environment).filter(([one]) =>
        /PASSWORD|SECRET|API_KEY|TOKEN|_URL$|BOUNCES/.test(one),
      );
      expect(
        secret.filter(([one, value]) => !addresses.has(one) && !value.startsWith('/secrets/')),
        name,
      ).toEqual([]);
      expect([...command, ...entrypoint].filter((one) => /\$\{|password|secret=/i.test(one))).toEqual([]);
    }
  });

  it('runs nothing with a right that it does not need, with files that it may change, or with memory without bound', () => {
    for (const [name, container] of Object.entries(containers)) {
      expect(container, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(container.security_opt, name).toEqual(['no-new-privileges:true']);
      expect(container.mem_limit, name).toMatch(/^\d+[mg]$/);
    }
    for (const name of [...services, 'migrate']) expect(containerOf(name).user).toBe('65532:65532');
  });

  it('names exact versions, builds one image, and takes the arguments that the Dockerfile has', async () => {
    for (const [name, { image }] of Object.entries(containers))
      expect(image, name).toMatch(
        services.includes(name) || ['secrets', 'migrate'].includes(name)
          ? /^localhost\/hilo:\$\{HILO_TAG:-dev\}$/
          : /^\$\{[A-Z]+_IMAGE:-docker\.io\/[a-z]+\/[a-z]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?\}$/,
      );
    const built = Object.values(containers).flatMap(({ build }) => build ?? []);
    expect(built).toHaveLength(1);
    const dockerfile = await readFile(join(root, 'infra', built[0]?.context ?? '', built[0]?.dockerfile ?? ''), 'utf8');
    // A stage says again what it takes.
    const taken = new Set([...dockerfile.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name));
    expect(built[0]?.args.toSorted()).toEqual([...taken].toSorted());
  });

  it('is reached from this machine alone, and Postgres and Kafka from Hilo alone', () => {
    for (const [name, { ports, networks: joined, network_mode }] of Object.entries(containers)) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/);
      expect(joined.length === 0, name).toBe(network_mode === 'none');
    }
    expect(networks.data).toEqual({ internal: true });
    const inside = Object.entries(containers).filter(([, { networks: joined }]) => joined.includes('data'));
    expect(inside.map(([name]) => name).sort()).toEqual([...services, 'kafka', 'migrate', 'postgres'].sort());
    expect(inside.filter(([name]) => ['kafka', 'postgres'].includes(name)).map(([, one]) => one.ports)).toEqual([
      [],
      [],
    ]);
  });

  it('mounts the rules and dashboards that there are, and names nothing that it does not declare', async () => {
    const mounted = Object.values(containers).flatMap((one) => one.volumes.map((volume) => volume.split(':')[0] ?? ''));
    const files = mounted.filter((one) => one.startsWith('./'));
    for (const file of files) await stat(join(root, 'infra', file));
    expect(files).toContain('./monitoring/rules.yaml');
    expect(files).toContain('./monitoring/dashboards');
    const named = mounted.filter((one) => !one.startsWith('./'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
    const joined = Object.values(containers).flatMap((one) => one.networks);
    expect([...new Set(joined)].sort()).toEqual(Object.keys(networks).sort());
    const waitedFor = Object.values(containers).flatMap((one) => Object.keys(one.depends_on));
    expect(waitedFor.filter((one) => !(one in containers))).toEqual([]);
  });

  it('hands mails to the server for trying, unless a file of yours names another, which no repository has', async () => {
    const { entrypoint = [], volumes: mounts } = containerOf('survey-trigger');
    expect(entrypoint.filter((one) => one.startsWith('--env-file'))).toEqual([
      '--env-file=/secrets/env',
      '--env-file-if-exists=/etc/hilo/mail/env',
    ]);
    expect(mounts).toContain('./mail:/etc/hilo/mail:ro');
    expect(await secretsIn('survey-trigger')).toMatchObject({ HILO_SMTP_URL: 'smtp://mailpit:1025' });
    expect(await readFile(join(root, '.gitignore'), 'utf8')).toContain('\ninfra/mail/env\n');
    expect(
      (await readdir(join(root, 'infra/mail'))).filter((one) => one !== 'env' && !one.endsWith('.pem')).toSorted(),
    ).toEqual(['brand.json', 'texts.json']);
    const [mail, told] = [join(root, 'infra/mail'), await secretsIn('survey-trigger')];
    definitions
      .find(({ name }) => name === 'survey-trigger')
      ?.checkConfig({ ...told, HILO_BRAND: join(mail, 'brand.json'), HILO_TEXTS: join(mail, 'texts.json') });
    const shown = Object.entries(containers).filter(([, one]) =>
      one.volumes.some((mount) => mount.startsWith('./mail')),
    );
    expect(shown.map(([name]) => name)).toEqual(['survey-trigger']);
  });

  it('shows each container the secrets that are its own, and only the step that makes them all of them', () => {
    for (const [name, { volumes: mounts }] of Object.entries(containers)) {
      const secret = mounts.filter((one) => one.startsWith('secrets'));
      if (name === 'secrets') continue;
      const hasNone = ['kafka', 'prometheus', 'mailpit'].includes(name);
      expect(secret, name).toEqual(hasNone ? [] : [`secrets-${name}:/secrets:ro`]);
    }
  });
});

describe('the secrets of Compose', () => {
  it('are written where the container of each looks for them, for its group to read', async () => {
    const mounted = containerOf('secrets').volumes.map((one) => one.split(':/secrets/')[1]);
    expect((await readdir(folder)).toSorted()).toEqual(mounted.toSorted());
    for (const name of mounted)
      for (const file of await readdir(join(folder, name ?? '')))
        expect((await stat(join(folder, name ?? '', file))).mode & 0o777).toBe(0o640);
  });

  it('stay as they are, and what is derived from them is there again', async () => {
    const before = await secretsIn('ingest');
    await rm(join(folder, 'ingest', 'env'));
    expect(await writeSecrets(folder)).toBe('the secrets are there, and stay as they are');
    expect(await secretsIn('ingest')).toEqual(before);
  });

  it('give each service the user that a migration makes for it', async () => {
    const { HILO_ID_SECRET: secret = '', HILO_API_KEY: key = '' } = await secretsIn('migrate');
    expect([secret.length, key.length]).toEqual([64, 64]);
    for (const { name, values } of secretsOf(secret, 'postgres', definitions)) {
      if (values.username === undefined) continue;
      const service = name.replace(/^hilo-(.*)-database$/, '$1');
      const told = await secretsIn(service);
      const url = Object.entries(told).find(([one]) => one.endsWith('_DATABASE_URL'))?.[1];
      expect(url).toBe(`postgres://${values.username}:${values.password}@postgres:5432/postgres`);
    }
  });

  it('are not made anew over a file that cannot be read', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'hilo-compose-'));
    await writeSecrets(broken);
    await writeFile(join(broken, 'all', 'secrets.json'), '{');
    await expect(writeSecrets(broken)).rejects.toThrow();
    expect(await readFile(join(broken, 'all', 'secrets.json'), 'utf8')).toBe('{');
    await rm(broken, { recursive: true });
  });
});
