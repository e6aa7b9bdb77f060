import { type Finding, failed, fine, reasonIn, warning } from '@hilo/runtime';
import { needsTls } from '../config/load-bounces.ts';
import type { MailServer } from '../delivery/smtp/server.ts';

const withinMs = 10_000;

/** Whether the mail server is there, speaks TLS and lets us in: as it is before each message, of which none is sent. */
export const checkMailServer = async (url: string): Promise<Finding[]> => {
  const [{ openConnections }, { mailServerOf }] = await Promise.all([
    import('../delivery/smtp/connections.ts'),
    import('../delivery/smtp/server.ts'),
  ]);
  const server = mailServerOf(url);
  const connections = openConnections(server, Date.now);
  try {
    const connection = await connections.take(AbortSignal.timeout(withinMs));
    const isEncrypted = connection.secure;
    connection.quit();
    return [judge(server, isEncrypted)];
  } catch (error) {
    const message = `no mail leaves by ${server.destination} (HILO_SMTP_URL): ${reasonIn(error)}`;
    return [failed('mail', message, todoFor(error))];
  } finally {
    await connections.close();
  }
};

const judge = ({ destination, auth, options: { host = '' } }: MailServer, isEncrypted: boolean): Finding => {
  const login = auth === undefined ? 'asks for no password' : 'takes the password';
  const message = `${destination} ${login}${isEncrypted ? ', over TLS' : ''}`;
  if (isEncrypted || !needsTls(host)) return fine('mail', message);
  const todo = 'have it offer STARTTLS, or set HILO_SMTP_URL to smtps://…, unless the network between is yours';
  return warning('mail', `mails go to ${destination} in the clear`, todo);
};

const todoFor = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EAUTH')
    return 'correct user and password in HILO_SMTP_URL; characters like @ / : are written as %40 %2F %3A';
  if (code === 'ETLS') return 'see its certificate, and whether it offers STARTTLS';
  return 'start it, or correct HILO_SMTP_URL; see whether a firewall or a network policy stands between';
};
