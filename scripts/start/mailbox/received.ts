import PostalMime from 'postal-mime';

/** A mail that arrived, as its reader sees it. */
export type ReceivedMail = {
  id: string;
  /** In milliseconds since the epoch. */
  at: number;
  /** Between whom it went, as the servers said. */
  envelope: { from: string; to: readonly string[] };
  from: string;
  subject: string;
  text: string;
  /** With the pictures that came with it, and nothing from elsewhere. */
  html: string | undefined;
  headers: readonly { name: string; value: string }[];
};

/** The mails of a start, the newest first; older ones than the last few hundred are gone. */
export type Mails = {
  add(bytes: Buffer, envelope: ReceivedMail['envelope'], at: number): Promise<void>;
  list(): readonly ReceivedMail[];
  find(id: string): ReceivedMail | undefined;
};

const mostKept = 500;

export const openMails = (): Mails => {
  let mails: ReceivedMail[] = [];
  let count = 0;
  return {
    add: async (bytes, envelope, at) => {
      const read = await readMail(bytes);
      count += 1;
      mails = [{ id: String(count), at, envelope, ...read }, ...mails].slice(0, mostKept);
    },
    list: () => mails,
    find: (id) => mails.find((one) => one.id === id),
  };
};

const readMail = async (bytes: Buffer): Promise<Omit<ReceivedMail, 'id' | 'at' | 'envelope'>> => {
  const {
    from,
    subject = '',
    text = '',
    html,
    headers,
    attachments,
  } = await PostalMime.parse(bytes, {
    attachmentEncoding: 'base64',
  });
  const pictures = attachments.map(({ contentId, mimeType, content }) => ({
    cid: contentId?.replaceAll(/[<>]/g, ''),
    url: `data:${mimeType};base64,${content}`,
  }));
  return {
    from: from?.name ? `${from.name} <${from.address}>` : (from?.address ?? ''),
    subject,
    text,
    html: html?.replaceAll(/cid:([^"'\s>]+)/g, (whole, cid) => pictures.find((one) => one.cid === cid)?.url ?? whole),
    headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
};
