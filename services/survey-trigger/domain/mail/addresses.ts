/** What follows the @ of an address. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** `bounces@example.com` and a tag: `bounces+tag@example.com`. */
export const tagged = (address: string, tag: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`;
};

/** The tag of an address that is one of `tagged`, whatever became of its capitals on the way. */
export const tagOf = (address: string, base: string): string | undefined => {
  const [given, own] = [address.toLowerCase(), base.toLowerCase()];
  const at = own.lastIndexOf('@');
  const [before, after] = [`${own.slice(0, at)}+`, own.slice(at)];
  return given.startsWith(before) && given.endsWith(after) && given.length > before.length + after.length
    ? given.slice(before.length, given.length - after.length)
    : undefined;
};

/** The same for a message whenever and however often it is sent; its bounces and replies name it. */
export const mailMessageId = (message: string, from: string): string => `<${message}@${domainOf(from)}>`;

/** A token in small letters and digits, since what stands before the @ may lose its capitals. */
export const tagOfToken = (token: string): string => Buffer.from(token, 'base64url').toString('hex');

export const tokenOfTag = (tag: string): string | undefined =>
  /^(?:[0-9a-f]{2})+$/.test(tag) ? Buffer.from(tag, 'hex').toString('base64url') : undefined;
