import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A mailbox with its mails, as an IMAP server shows it (RFC 3501, as much as reading and marking needs). */
export type Mailbox = { uid: number; bytes: Buffer; flags: Set<string> };

/** A mail server of one mailbox, over real sockets; it says which commands it was given. */
export const startImap = async (mails: Mailbox[], { user = 'hilo', password = 'secret' } = {}) => {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    let waiting = '';
    const answer = (line: string): void => {
      const [, tag = '*', said = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
      const [command = ''] = said.split(' ');
      commands.push(said.replace(password, '…'));
      if (command === 'LOGIN' && said !== `LOGIN ${user} ${password}` && said !== `LOGIN "${user}" "${password}"`)
        return void say(`${tag} NO [AUTHENTICATIONFAILED] no`);
      untaggedOf(said, mails).forEach((reply) => {
        socket.write(reply);
      });
      say(`${tag} OK ${command === 'SELECT' ? '[READ-WRITE] ' : ''}done`);
      if (command === 'LOGOUT') socket.end();
    };
    say('* OK [CAPABILITY IMAP4rev1] ready');
    socket.on('data', (data) => {
      waiting += data.toString();
      const lines = waiting.split('\r\n');
      waiting = lines.pop() ?? '';
      lines.forEach(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: (secret = password) => `imap://${user}:${secret}@127.0.0.1:${port}/INBOX`,
    commands,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
};

const untaggedOf = (said: string, mails: Mailbox[]): Buffer[] => {
  const text = (line: string): Buffer => Buffer.from(`${line}\r\n`);
  if (said.startsWith('CAPABILITY')) return [text('* CAPABILITY IMAP4rev1')];
  if (/^(?:LIST|LSUB|XLIST)/.test(said)) return [text('* LIST (\\HasNoChildren) "/" "INBOX"')];
  if (said.startsWith('SELECT'))
    return [
      `* ${mails.length} EXISTS`,
      '* OK [UIDVALIDITY 7] ok',
      '* OK [UIDNEXT 1000] ok',
      '* FLAGS (\\Seen)',
      '* OK [PERMANENTFLAGS (\\Seen)] ok',
    ].map(text);
  if (said.startsWith('UID SEARCH')) {
    const unseen = mails.filter(({ flags }) => !flags.has('\\Seen')).map(({ uid }) => uid);
    return [text(`* SEARCH ${unseen.join(' ')}`.trimEnd())];
  }
  const [, verb, named] = /^UID (FETCH|STORE) (\d+)/.exec(said) ?? [];
  const at = mails.findIndex(({ uid }) => uid === Number(named));
  const mail = mails[at];
  if (mail === undefined) return [];
  if (verb === 'STORE') mail.flags.add('\\Seen');
  if (verb === 'STORE') return [text(`* ${at + 1} FETCH (UID ${mail.uid} FLAGS (\\Seen))`)];
  // Whoever does not peek has seen it.
  if (!said.includes('BODY.PEEK')) mail.flags.add('\\Seen');
  const start = /BODY(?:\.PEEK)?\[\](<\d+)?/.exec(said)?.[1];
  const section = start === undefined ? 'BODY[]' : `BODY[]${start}>`;
  return [text(`* ${at + 1} FETCH (UID ${mail.uid} ${section} {${mail.bytes.length}}`), mail.bytes, text(')')];
};
