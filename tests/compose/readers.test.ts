import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { services } from '../../scripts/services.ts';
import { findTool, itWith } from '../kubernetes/tools.ts';
import { composeFile } from './compose-file.ts';

const run = promisify(execFile);
const prometheusFile = join(import.meta.dirname, '..', '..', 'infra', 'monitoring', 'prometheus.yaml');

/** Docker's own, where it is; else the library that it is made of. */
const findChecker = async (): Promise<string | undefined> => {
  const docker = findTool('docker');
  const isThere = docker && (await run(docker, ['compose', 'version']).then(Boolean, () => false));
  return isThere ? docker : findTool('compose-spec');
};
const checker = await findChecker();
const judge = (program: string, file: string): Promise<string> =>
  run(program, program.endsWith('docker') ? ['compose', '-f', file, 'config', '--quiet'] : [file]).then(
    () => '',
    (failure: unknown) => z.object({ stderr: z.string() }).parse(failure).stderr,
  );

itWith({ 'docker compose': () => checker }, 'finds nothing in the Compose file', async (found) => {
  expect(await judge(found['docker compose'], composeFile)).toBe('');
});

itWith({ 'docker compose': () => checker }, 'finds a misspelt field', async (found) => {
  const good = await readFile(composeFile, 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'hilo-compose-'));
  const file = join(folder, 'compose.yaml');
  for (const [right, wrong] of [
    ['read_only: true', 'readonly: true'],
    ['mem_limit: 512m', 'memory_limit: 512m'],
    ['stop_grace_period: 35s', 'stop_grace: 35s'],
    ['condition: service_healthy', 'state: healthy'],
  ] as const) {
    expect(good).toContain(right);
    await writeFile(file, good.replaceAll(right, wrong));
    expect(await judge(found['docker compose'], file), wrong).not.toBe('');
  }
  await rm(folder, { recursive: true });
});

itWith({ promtool: () => findTool('promtool') }, 'finds nothing in the configuration of Prometheus', async (found) => {
  expect((await run(found.promtool, ['check', 'config', prometheusFile])).stdout).toContain('1 rule files found');
});

it('asks each service for its metrics, under a name that rules and dashboards know', async () => {
  const Config = z.object({
    scrape_configs: z.array(
      z.object({ job_name: z.string(), static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
    ),
  });
  const { scrape_configs } = Config.parse(parse(await readFile(prometheusFile, 'utf8')));
  expect(scrape_configs.map(({ job_name, static_configs }) => [job_name, static_configs[0]?.targets])).toEqual(
    services.map(({ name }) => [`hilo-${name}`, [`${name}:8080`]]),
  );
});
