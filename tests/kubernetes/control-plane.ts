import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type ControlPlaneTools = { etcd: string; 'kube-apiserver': string; kubectl: string };

/** An API server that nobody else knows: it judges what is applied, and runs nothing. */
export type ControlPlane = {
  kubectl(args: readonly string[], input?: string): Promise<string>;
  close(): Promise<void>;
};

/** Starts it with a store of its own, on ports of this machine that are free. */
export const startControlPlane = async (tools: ControlPlaneTools): Promise<ControlPlane> => {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-control-plane-'));
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
  const token = randomBytes(16).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(join(folder, 'tokens.csv'), `${token},tests,tests,system:masters\n`);
  await writeFile(join(folder, 'accounts.key'), privateKey);
  await writeFile(join(folder, 'accounts.pub'), publicKey);

  const store = `http://127.0.0.1:${client}`;
  const etcd = start(tools.etcd, [
    ...['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level', 'error'],
    ...['--listen-client-urls', store, '--advertise-client-urls', store],
    ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
  ]);
  const api = start(tools['kube-apiserver'], [
    `--etcd-servers=${store}`,
    ...['--bind-address=127.0.0.1', `--secure-port=${secure}`, '--advertise-address=198.51.100.1'],
    ...['--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/16', '--profiling=false'],
    ...[`--cert-dir=${join(folder, 'certificates')}`, `--token-auth-file=${join(folder, 'tokens.csv')}`],
    ...['--service-account-issuer=https://tests', `--service-account-key-file=${join(folder, 'accounts.pub')}`],
    ...[`--service-account-signing-key-file=${join(folder, 'accounts.key')}`, '--authorization-mode=RBAC'],
  ]);
  const where = ['--server', `https://127.0.0.1:${secure}`, '--token', token, '--insecure-skip-tls-verify'];

  const kubectl: ControlPlane['kubectl'] = async (args, input) => {
    // Nobody's own configuration, and a cache of its own.
    const env = { ...process.env, KUBECONFIG: '/dev/null', KUBECACHEDIR: join(folder, 'cache') };
    const running = run(tools.kubectl, [...where, ...args], { maxBuffer: 64 * 1024 * 1024, env });
    running.child.stdin?.end(input);
    return (await running).stdout;
  };
  const close = async (): Promise<void> => {
    await api.stop();
    await etcd.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(kubectl, api);
  } catch (error) {
    await close();
    throw error;
  }
  return { kubectl, close };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

type Program = { failure(): string | undefined; stop(): Promise<void> };

const start = (file: string, args: readonly string[]): Program => {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', (error) => {
      said = error.message;
      resolve();
    });
  });
  return {
    failure: () => (child.exitCode === null && child.pid !== undefined ? undefined : said),
    stop: async () => {
      child.kill('SIGTERM');
      const killing = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(killing);
    },
  };
};

const startWithinMs = 90_000;

const untilReady = async (kubectl: ControlPlane['kubectl'], api: Program): Promise<void> => {
  const deadline = Date.now() + startWithinMs;
  for (;;) {
    if (api.failure() !== undefined) throw new Error(`the API server ended: ${api.failure()}`);
    const answer = await kubectl(['get', '--raw', '/readyz']).catch((error: unknown) => String(error));
    if (answer === 'ok') return;
    if (Date.now() > deadline) throw new Error(`the API server is not ready: ${answer}`);
    await delay(300);
  }
};
