import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

/** A mail server as `HILO_SMTP_URL` names it. */
export type MailServer = {
  destination: string;
  options: SMTPConnectionOptions;
  auth: { user: string; pass: string } | undefined;
};

/** A server that accepts a connection and says nothing is given up after so long. */
const setUpMs = 4000;
/** A connection that nobody uses is closed after so long. */
const idleMs = 60_000;

/**
 * `smtps://` is TLS from the first byte; `smtp://` is STARTTLS where the server has it, and no password leaves without; `?starttls=required`
 * wants it always, `?starttls=never` not.
 */
export const mailServerOf = (text: string): MailServer => {
  const url = new URL(text);
  const isSecure = url.protocol === 'smtps:';
  const starttls = url.searchParams.get('starttls');
  const hasPassword = url.username !== '';
  const port = url.port === '' ? (isSecure ? 465 : 587) : Number(url.port);
  return {
    destination: `${url.hostname}:${port}`,
    auth: hasPassword ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
    options: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port,
      secure: isSecure,
      requireTLS: !isSecure && (starttls === 'required' || (hasPassword && starttls !== 'never')),
      ignoreTLS: starttls === 'never',
      connectionTimeout: setUpMs,
      greetingTimeout: setUpMs,
      socketTimeout: idleMs,
      logger: false,
    },
  };
};
