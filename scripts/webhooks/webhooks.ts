import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import type { Where } from '../keys/keys.ts';

export const adapterNames = ['twilio', 'whatsapp', 'zendesk', 'meta', 'mapping'];

export type CreateWebhookCommand = Where & {
  name: string;
  adapter: string;
  source: string;
  secrets?: string;
  verifyToken?: string;
  mapping?: string;
  publicUrl?: string;
};

export type TestCommand = Where & { adapter?: string; mapping?: string; webhook?: string };

const Shown = z.object({
  id: z.string(),
  name: z.string(),
  adapter: z.string(),
  source: z.string(),
  path: z.string(),
  publicUrl: z.string().optional(),
  signingSecrets: z.int(),
});

type Shown = z.infer<typeof Shown>;

const Fields = z.array(z.object({ field: z.string(), from: z.string().optional() }));
const Tried = z.object({
  interactions: z.array(z.object({ interaction: z.record(z.string(), z.unknown()), fields: Fields })),
  refusals: z.array(z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })), fields: Fields })),
  ignored: z.array(z.object({ what: z.string(), path: z.string(), reason: z.string() })),
});

type Tried = z.infer<typeof Tried>;

const asksBack = new Set(['whatsapp', 'meta']);

/** Makes an endpoint at a running Hilo; gives it with its address, and the verify token if it made one. */
export const createWebhook = async (command: CreateWebhookCommand) => {
  const { name, adapter, source, secrets, mapping, publicUrl, verifyToken: given, ...where } = command;
  const invented = given === undefined && asksBack.has(adapter) ? randomBytes(16).toString('hex') : undefined;
  const verifyToken = given ?? invented;
  const made = await clientAt(where).post(
    '/v1/webhooks',
    {
      name,
      adapter,
      source,
      ...(secrets !== undefined && { signingSecrets: linesOf(secrets) }),
      ...(verifyToken !== undefined && { verifyToken }),
      ...(mapping !== undefined && { mapping: jsonOf(mapping) }),
      ...(publicUrl !== undefined && { publicUrl }),
    },
    Shown,
  );
  return { made, address: `${(publicUrl ?? where.url).replace(/\/+$/, '')}${made.path}`, verifyToken: invented };
};

/** Every endpoint, the oldest first. */
export const webhookLines = async (where: Where): Promise<Shown[]> =>
  (await clientAt(where).get('/v1/webhooks', z.object({ webhooks: z.array(Shown) }))).webhooks;

/** What would come of the body in a file. */
export const testWebhook = async (file: string, { adapter, mapping, webhook, ...where }: TestCommand): Promise<Tried> =>
  clientAt(where).post(
    '/v1/webhooks/dry-runs',
    {
      body: readFileSync(file, 'utf8').trim(),
      ...(adapter !== undefined && { adapter }),
      ...(mapping !== undefined && { mapping: jsonOf(mapping) }),
      ...(webhook !== undefined && { webhook }),
    },
    Tried,
  );

/** A line for a person: which endpoint it is, who posts to it, and where. */
export const webhookLine = ({ id, name, adapter, source, path, signingSecrets }: Shown): string =>
  [id, name, adapter, source, signingSecrets > 0 ? `${signingSecrets} secrets` : 'not signed', path].join('  ');

/** What would come of a body, for a person: every field with its value and where it comes from. */
export const dryRunLines = ({ interactions, refusals, ignored }: Tried): string[] => [
  ...interactions.flatMap(({ interaction, fields }) => [
    `accepted ${String(interaction.id)}`,
    ...fields.map(
      ({ field, from }) => `  ${field} = ${valueAt(interaction, field)}${from === undefined ? '' : `  from ${from}`}`,
    ),
  ]),
  ...refusals.flatMap(({ errors }) => ['refused', ...errors.map(({ path, message }) => `  ${path}: ${message}`)]),
  ...ignored.map(({ what, path, reason }) => `ignored ${what}${path === '' ? '' : ` at ${path}`}: ${reason}`),
];

/** The value of a field that is written as `identifiers[0].value`, as JSON. */
const valueAt = (interaction: Readonly<Record<string, unknown>>, field: string): string => {
  const [name = '', ...rest] = field.split(/[.[]/).map((part) => part.replace(/\]$/, ''));
  const value = rest.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, part)?.value : undefined,
    interaction[name],
  );
  return JSON.stringify(value) ?? '';
};

const linesOf = (file: string): string[] =>
  readFileSync(file === '-' ? 0 : file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const jsonOf = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON.`, { cause });
  }
};

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 10_000 });
