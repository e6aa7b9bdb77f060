import { type IngestResult, Interaction, isStorable, toStorable } from '@hilo/contracts';
import { type Logger, problemOf, type Resources, repeat, transaction, unknownField } from '@hilo/runtime';
import { countRefusalsNotKept } from '../events.ts';
import { keepRefused, type RefusedEntry } from '../store/tail.ts';

/** Where it is noted what was not let in, for who looks at the tail. Nobody who posts waits for it. */
export type Refusals = {
  /** The items of a request that were rejected while others were accepted. */
  noteRejected(source: string, results: IngestResult['results']): void;
  /** A whole request that was refused. */
  noteProblem(source: string, error: unknown): void;
  close(): Promise<void>;
};

const writeEveryMs = 1000;
/** Of each source, and of all together, in a second; of what is beyond, the number is kept. */
const mostOfSource = 100;
const most = 1000;
const mostErrors = 10;
const mostCharacters = 300;

type Told = { id?: string | undefined; errors: RefusedEntry['errors'] };
type Heard = { kept: RefusedEntry[]; omitted: number };

export const openRefusals = ({
  pool,
  health,
  logger,
  now,
}: Pick<Resources, 'pool' | 'health' | 'now'> & { logger: Pick<Logger, 'warn'> }): Refusals => {
  let heard = new Map<string, Heard>();
  let kept = 0;
  /** With what was wrong told only if it is kept: to say it takes longer than to count it. */
  const note = (source: string, tell: () => Told): void => {
    const one = heard.get(source) ?? { kept: [], omitted: 0 };
    heard.set(source, one);
    if (one.kept.length >= mostOfSource || kept >= most) {
      one.omitted += 1;
      return;
    }
    const { id, errors } = tell();
    one.kept.push({ source, id: storableId(id), at: now(), errors: errors.slice(0, mostErrors).map(impersonal) });
    kept += 1;
  };
  const write = async (): Promise<void> => {
    const refused = [...heard].flatMap(([source, one]) => refusedOf(source, one, now()));
    countRefusalsNotKept([...heard.values()].reduce((sum, { omitted }) => sum + omitted, 0));
    heard = new Map();
    kept = 0;
    if (refused.length > 0) await transaction(pool, (tx) => keepRefused(tx, refused));
  };
  const writer = repeat({
    everyMs: writeEveryMs,
    health: { health, part: 'keeping what was refused' },
    work: async () => {
      await write();
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'what was refused is missing in the tail'),
  });
  return {
    noteRejected: (source, results) => {
      for (const one of results) {
        if (one.status === 'rejected') {
          note(source, () => ({ id: one.id, errors: [{ path: one.path, message: one.reason }] }));
        }
      }
    },
    noteProblem: (source, error) =>
      note(source, () => {
        const { errors, detail = '', title } = problemOf(error);
        return { errors: errors ?? [{ path: '', message: detail || title }] };
      }),
    close: async () => {
      await writer.close();
      await write().catch((err: unknown) => logger.warn({ err }, 'what was refused is missing in the tail'));
    },
  };
};

/** What is kept of a second, the last of it with how many more there were. */
const refusedOf = (source: string, { kept, omitted }: Heard, at: number): RefusedEntry[] => {
  if (omitted === 0) return kept;
  const last = kept.at(-1) ?? { source, id: undefined, at, errors: [] };
  return [...kept.slice(0, -1), { ...last, omitted }];
};

const storableId = (id: string | undefined): string | undefined =>
  id !== undefined && id.length <= 200 && isStorable(id) ? id : undefined;

/** Without a name that a sender made up: nobody could find it again who is to be erased. */
const impersonal = ({ path, message }: Told['errors'][number]): Told['errors'][number] => ({
  path: impersonalPath(path, message === unknownField),
  message: toStorable(message, mostCharacters),
});

const impersonalPath = (path: string, isUnknown: boolean): string => {
  const [head = ''] = /^\w*/.exec(path) ?? [];
  if (path !== '' && (!knownFields.has(head) || (isUnknown && head === path))) return '*';
  if (isUnknown) return `${head}.*`;
  return openFields.has(head) ? head : path;
};

/** What those who post may name as they like within. */
const openFields = new Set(['traits', 'properties', 'context', 'data']);
const ofOtherFormats =
  'batch messageId timestamp originalTimestamp sentAt type event name userId anonymousId groupId previousId writeKey ' +
  'specversion source subject time datacontenttype data_base64 data';
const knownFields = new Set([...Object.keys(Interaction.shape), ...ofOtherFormats.split(' ')]);
