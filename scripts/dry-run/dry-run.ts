import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Client, createClient, Refused } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import type { Where } from '../keys/keys.ts';
import { type Progress, showProgress } from '../replay/progress.ts';
import { Head, PolicyAnswer, ProgrammeAnswer, ReactionAnswer } from './answer.ts';

type Within = Where & { from?: string; to?: string; json?: true };
export type ProgrammeCommand = Within & { alone?: true; policy?: string; history: string; whenReceived?: true };
export type PolicyCommand = Within & { version?: number; patienceHours?: number };

export type ReactionsCommand = Within & { whenReceived?: true };

const paths = {
  programme: '/v1/programmes/dry-runs',
  policy: '/v1/contact-policy/dry-runs',
  reactions: '/v1/reaction-rules/dry-runs',
} as const;
const lookEveryMs = 500;

/** Finds out what the programmes in a file, or one in force, would have done. */
export const dryRunProgramme = async (file: string, command: ProgrammeCommand): Promise<ProgrammeAnswer> => {
  const { alone, policy, history, whenReceived, from, to, ...where } = command;
  const named = isId(file) ? [file] : await readJson(file);
  const body = {
    programmes: Array.isArray(named) ? named : [named],
    history,
    ...(alone && { others: 'none' }),
    ...(policy !== undefined && { policy: await readJson(policy) }),
    ...(whenReceived && { heardOf: 'when-received' }),
    ...withinOf({ from, to }),
  };
  return watch(clientAt(where), paths.programme, body, ProgrammeAnswer);
};

/** Finds out what the policy in a file, or an earlier version, would have changed. */
export const dryRunPolicy = async (file: string | undefined, command: PolicyCommand): Promise<PolicyAnswer> => {
  const { version, patienceHours, from, to, ...where } = command;
  if ((file === undefined) === (version === undefined)) throw new Error('give either a file, or --version.');
  const body = {
    policy: file === undefined ? version : await readJson(file),
    ...(patienceHours !== undefined && { patienceHours }),
    ...withinOf({ from, to }),
  };
  return watch(clientAt(where), paths.policy, body, PolicyAnswer);
};

/** Finds out to what the rules in a file, or those in force, would have reacted. */
export const dryRunReactions = async (file: string | undefined, command: ReactionsCommand): Promise<ReactionAnswer> => {
  const { whenReceived, from, to, ...where } = command;
  const body = {
    ...(file !== undefined && { rules: rulesIn(await readJson(file)) }),
    ...(whenReceived && { heardOf: 'when-received' }),
    ...withinOf({ from, to }),
  };
  return watch(clientAt(where), paths.reactions, body, ReactionAnswer);
};

/** As they are published, or a list of rules, or one. */
const rulesIn = (read: unknown): unknown => {
  const { data } = z.object({ rules: z.array(z.unknown()) }).safeParse(read);
  return data?.rules ?? (Array.isArray(read) ? read : [read]);
};

const DryRuns = z.object({ dryRuns: z.array(Head) });

/** The dry runs of every kind, a line each, the latest first. */
export const dryRunListing = async (where: Where): Promise<string[]> => {
  const client = clientAt(where);
  const programmes = await client.get(paths.programme, DryRuns);
  const policies = await client.get(paths.policy, DryRuns);
  const reactions = await client.get(paths.reactions, DryRuns);
  return [
    ...programmes.dryRuns.map((one) => ({ ...one, of: 'programmes' })),
    ...policies.dryRuns.map((one) => ({ ...one, of: 'policy' })),
    ...reactions.dryRuns.map((one) => ({ ...one, of: 'reactions' })),
  ]
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .map(
      ({ id, of, state, at, failure }) => `${id}  ${at}  ${of}  ${state}${failure === undefined ? '' : `  ${failure}`}`,
    );
};

/** Stops one, of whatever kind; tells what it is now. */
export const stopDryRun = async (id: string, where: Where): Promise<string> => {
  const client = clientAt(where);
  for (const path of Object.values(paths)) {
    try {
      return `${id}  ${(await client.delete(`${path}/${encodeURIComponent(id)}`, Head)).state}`;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
  }
  throw new Error(`there is no dry run ${id}.`);
};

/** Asks for one, and shows how far it is until it is over. Who stops waiting stops nothing: that is what `stop` is for. */
const watch = async <Answer extends Head>(
  client: Client,
  path: string,
  body: unknown,
  schema: z.ZodType<Answer>,
): Promise<Answer> => {
  let one = await client.post(path, body, schema);
  let shown: { phase: string; progress: Progress } | undefined;
  try {
    while (one.state === 'waiting' || one.state === 'running') {
      const { phase, done, total } = one.progress ?? { phase: 'waiting', done: 0, total: 0 };
      if (shown?.phase !== phase && total > 0) {
        shown?.progress.done();
        shown = { phase, progress: showProgress(phase.padEnd(9), total) };
      }
      shown?.progress.update(Math.min(done, total));
      await delay(lookEveryMs);
      one = await client.get(`${path}/${one.id}`, schema);
    }
  } finally {
    shown?.progress.done();
  }
  if (one.state === 'done') return one;
  throw new Error(`the dry run ${one.id} is ${one.state}${one.failure === undefined ? '' : `: ${one.failure}`}`);
};

const withinOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** A word that is no path to a file. */
const isId = (text: string): boolean => /^[\p{L}\p{N}_-]+$/u.test(text);

const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
};

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 10_000 });
