import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** Where in the dialogue a server is: what it has just been told. `mailbox` is after the dot, once the message lies in the mailbox. */
export type SmtpStep = 'connect' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'dot' | 'mailbox';

/** What it does there, instead of going on: says nothing, ends the connection one way or another, or answers with a code. */
export type SmtpMisdeed = 'hang' | 'reset' | 'close' | 'half' | `${4 | 5}${string}`;

/** A message that lies in the mailbox. */
export type TakenMail = { to: string; messageId: string; text: string; at: number };

export type BadMailServer = {
  port: number;
  url: string;
  /** In the order in which they were taken; one that was taken twice is there twice. */
  taken: readonly TakenMail[];
  /** How often each address was named in RCPT. */
  attempts: ReadonlyMap<string, number>;
  connections(): number;
  close(): Promise<void>;
};

type Misdeeds = (step: SmtpStep, to: string, attempt: number) => SmtpMisdeed | undefined;

/**
 * A mail server of which each step can go wrong, without TLS: `misdeed` says what it does where, by the address that was named, if it
 * was yet. Without one everything is taken.
 */
export const startBadMailServer = async (misdeed: Misdeeds = () => undefined, port = 0): Promise<BadMailServer> => {
  const books: Books = { taken: [], attempts: new Map() };
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    converse(socket, misdeed, books);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port: own,
    url: `smtp://127.0.0.1:${own}`,
    ...books,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
};

type Books = { taken: TakenMail[]; attempts: Map<string, number> };

/** One dialogue, line by line. */
const converse = (socket: Socket, misdeed: Misdeeds, { taken, attempts }: Books): void => {
  const now = { to: '', isBody: false, isSilent: false };
  const say = (text: string): void => {
    if (!now.isSilent && !socket.destroyed) socket.write(`${text}\r\n`);
  };
  /** Goes on with this, unless something goes wrong here. */
  const goOn = (step: SmtpStep, text?: string): boolean => {
    const what = misdeed(step, now.to, attempts.get(now.to) ?? 0);
    if (what === undefined) {
      if (text !== undefined) say(text);
      return true;
    }
    if (what === 'reset') socket.resetAndDestroy();
    else if (what === 'close') socket.end();
    else if (what === 'half') socket.end('25');
    else if (what !== 'hang') say(what);
    now.isSilent ||= what === 'hang';
    return false;
  };
  const takeBody = (text: string): void => {
    now.isBody = false;
    if (!goOn('dot')) return;
    const messageId = /^message-id:\s*(\S+)/im.exec(text)?.[1] ?? '';
    taken.push({ to: now.to, messageId, text, at: Date.now() });
    goOn('mailbox', '250 2.0.0 taken');
  };
  const commands: Record<string, (line: string) => void> = {
    EHLO: () => goOn('EHLO', '250-localhost\r\n250 8BITMIME'),
    MAIL: () => goOn('MAIL', '250 2.1.0 ok'),
    RCPT: (line) => {
      now.to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      attempts.set(now.to, (attempts.get(now.to) ?? 0) + 1);
      goOn('RCPT', '250 2.1.5 ok');
    },
    DATA: () => {
      now.isBody = goOn('DATA', '354 go on');
    },
    QUIT: () => socket.end('221 bye\r\n'),
  };
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      const mark = now.isBody ? '\r\n.\r\n' : '\r\n';
      const end = rest.indexOf(mark);
      if (end < 0) return;
      const part = rest.slice(0, end);
      rest = rest.slice(end + mark.length);
      if (now.isBody) takeBody(part);
      else (commands[part.slice(0, 4).toUpperCase()] ?? (() => say('250 2.0.0 ok')))(part);
    }
  });
  goOn('connect', '220 localhost ESMTP');
};
