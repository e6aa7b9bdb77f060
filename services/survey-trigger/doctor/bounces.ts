import { type Finding, failed, fine, nameOfError, warning } from '@hilo/runtime';
import { type BouncesSource, loadBounces } from '../config/load-bounces.ts';

const withinMs = 10_000;

/** Whether what comes back of mails is read, and can be. */
export const checkBounces = async (text: string | undefined): Promise<Finding[]> => {
  const source = loadBounces(text);
  if (source === undefined) {
    const todo = 'set HILO_BOUNCES (docs/mail.md), and `bounces` in HILO_BRAND';
    return [
      warning(
        'bounces',
        'nobody reads what comes back of mails: dead addresses are written to again, and a STOP by mail is not heard',
        todo,
      ),
    ];
  }
  if (source.by === 'smtp')
    return [fine('bounces', `survey-trigger takes what comes back itself, on port ${source.port}`)];
  return [await openMailbox(source)];
};

/** Opens the mailbox, to read alone: no mail is marked as seen. */
const openMailbox = async (source: Extract<BouncesSource, { by: 'imap' }>): Promise<Finding> => {
  const { connectImap } = await import('../inbound-mail/imap.ts');
  const place = `${source.folder} of ${source.host}:${source.port} (HILO_BOUNCES)`;
  try {
    const client = await within(connectImap(source));
    try {
      await within(client.mailboxOpen(source.folder, { readOnly: true }));
      return fine('bounces', `the mailbox ${place} can be read`);
    } finally {
      client.close();
    }
  } catch (error) {
    // What a server answers may have the name of the user in it.
    return failed('bounces', `the mailbox ${place} cannot be read: ${wordOf(error)}`, todoFor(error));
  }
};

const within = <Value>(work: Promise<Value>): Promise<Value> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), withinMs).unref();
    }),
  ]);

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true;

const wordOf = (error: unknown): string => {
  if (isRefused(error)) return 'it refuses the user or the password';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : nameOfError(error);
};

const todoFor = (error: unknown): string =>
  isRefused(error)
    ? 'correct user and password in HILO_BOUNCES; some providers want a password made for this'
    : 'correct HILO_BOUNCES; see whether the folder is there, and whether a firewall or a network policy stands between';
