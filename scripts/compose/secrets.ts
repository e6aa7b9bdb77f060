import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { secretsOf } from '../kubernetes/secrets.ts';
import { services } from '../services.ts';

/** What cannot be made again, and what everything else is derived from. */
const Made = z.object({
  apiKey: z.string(),
  idSecret: z.string(),
  /** Made later than the others, where those are older. */
  sessionSecret: z.string().optional(),
  postgresPassword: z.string(),
  grafanaPassword: z.string(),
});
type Made = z.infer<typeof Made>;

type File = { name: string; text: string };

const server = 'postgres:5432/postgres';
/** The one for trying, unless infra/mail/env names another, with a password perhaps: so that none is in `docker inspect`. */
const mailServer = 'HILO_SMTP_URL=smtp://mailpit:1025';
// The group that the services are of; nobody else reads a secret.
const mode = 0o640;

/**
 * Makes the secrets of an installation by Compose in a folder, unless they are there: the file `all/secrets.json`, and beside it a folder for each
 * container, with what that one needs to know. Says what it did.
 */
export const writeSecrets = async (folder: string): Promise<string> => {
  const there = await read(folder);
  const first = there ?? {
    apiKey: random(),
    idSecret: random(),
    postgresPassword: random(),
    grafanaPassword: random(),
  };
  const made = { sessionSecret: random(), ...first };
  if (there?.sessionSecret === undefined)
    await write(folder, { name: 'all/secrets.json', text: `${JSON.stringify(made, null, 2)}\n` });
  // Written each time: another version may have another variable, and a start that was cut off may have left some out.
  for (const file of filesOf(made)) await write(folder, file);
  return there === undefined ? 'the secrets are made' : 'the secrets are there, and stay as they are';
};

/** Each file in the folder of the container that reads it. */
const filesOf = ({ apiKey, idSecret, sessionSecret, postgresPassword, grafanaPassword }: Required<Made>): File[] => {
  const own = [`HILO_API_KEY=${apiKey}`, `HILO_ID_SECRET=${idSecret}`];
  const session = `HILO_SESSION_SECRET=${sessionSecret}`;
  const owner = `DATABASE_URL=postgres://postgres:${postgresPassword}@${server}`;
  const users = secretsOf(idSecret, 'postgres', services);
  return [
    ...services.map(({ name }): File => {
      const { username, password } = users.find((one) => one.name === `hilo-${name}-database`)?.values ?? {};
      const variable = `HILO_${name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
      const url = `${variable}=postgres://${username}:${password}@${server}`;
      return {
        name: `${name}/env`,
        text: lines([...own, session, url, ...(name === 'survey-trigger' ? [mailServer] : [])]),
      };
    }),
    { name: 'migrate/env', text: lines([...own, owner]) },
    { name: 'postgres/password', text: postgresPassword },
    { name: 'grafana/password', text: grafanaPassword },
  ];
};

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

const random = (): string => randomBytes(32).toString('hex');

const read = async (folder: string): Promise<Made | undefined> => {
  try {
    return Made.parse(JSON.parse(await readFile(join(folder, 'all/secrets.json'), 'utf8')));
  } catch (error) {
    if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) return undefined;
    throw error;
  }
};

/** Whole, or not at all: who stops half way through leaves what was there. */
const write = async (folder: string, { name, text }: File): Promise<void> => {
  const file = join(folder, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.new`, text, { mode });
  await rename(`${file}.new`, file);
};
