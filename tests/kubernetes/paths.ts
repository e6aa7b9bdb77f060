import { z } from 'zod';
import { type Cluster, podsOf } from './cluster.ts';

const services = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'];

/** One end of a path: a Pod, and what it listens on. */
type End = { name: string; port: number };
const ends: readonly End[] = [
  ...services.map((name) => ({ name, port: 8080 })),
  { name: 'survey-trigger', port: 2525 },
  { name: 'postgres', port: 5432 },
  { name: 'kafka', port: 9092 },
  { name: 'mailpit', port: 1025 },
];
const parts = [...new Set(ends.map(({ name }) => name))];
/** Nothing of Node is in these. */
const withoutNode = ['mailpit'];

/** The paths of the picture in docs/kubernetes.md; no other is open. */
const isInThePicture = (from: string, { name: to, port }: End): boolean => {
  if (to === 'postgres' || to === 'kafka') return services.includes(from);
  if (to === 'mailpit') return from === 'survey-trigger';
  // For briefings.
  if (to === 'survey-trigger' && port === 8080 && from === 'analytics') return true;
  return from === (port === 8080 ? 'who may ask' : 'who may mail');
};

/** What is open and should not be, and what should be and is not, tried from every Pod to every port. */
export const tryPaths = async (
  cluster: Cluster,
  others: readonly { name: string; namespace: string; pod: string }[],
) => {
  const addresses = new Map<string, string>();
  for (const name of parts) addresses.set(name, (await podsOf(cluster, name))[0]?.status.podIP ?? '');
  const targets = ends.map(({ name, port }) => `${addresses.get(name)}:${port}`);
  const inside = parts
    .filter((name) => !withoutNode.includes(name))
    .map(async (name) => ({
      name,
      namespace: 'hilo',
      pod: (await podsOf(cluster, name))[0]?.metadata.name ?? '',
    }));
  const tried: string[] = [];
  const wrong: string[] = [];
  for (const { name: from, namespace, pod } of [...(await Promise.all(inside)), ...others]) {
    const open = z
      .array(z.boolean())
      .parse(
        JSON.parse(await cluster.kubectl(['-n', namespace, 'exec', pod, '--', 'node', '-e', program, ...targets])),
      );
    for (const [at, to] of ends.entries()) {
      if (from === to.name) continue;
      const path = `${from} → ${to.name}:${to.port}`;
      tried.push(path);
      if (open[at] !== isInThePicture(from, to)) wrong.push(`${path} is ${open[at] ? 'open' : 'closed'}`);
    }
  }
  return { tried, wrong };
};

const program = `
  const { connect } = require('node:net');
  const attempt = (target) => new Promise((resolve) => {
    const [host, port] = target.split(':');
    const socket = connect({ host, port: Number(port) });
    const end = (isOpen) => { socket.destroy(); resolve(isOpen); };
    socket.setTimeout(3000, () => end(false)).on('connect', () => end(true)).on('error', () => end(false));
  });
  Promise.all(process.argv.slice(1).map(attempt)).then((open) => console.log(JSON.stringify(open)));`;
