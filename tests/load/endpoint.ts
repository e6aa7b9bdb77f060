import { apiKey } from '../../scripts/api/hilo-process.ts';

/** A way to send a body to Hilo, with one that it takes. */
export type Endpoint = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  valid: string;
  /** Of what needs no key: the headers without which such a body is not looked at. */
  sealed?: (body: Buffer) => Record<string, string>;
};

/** Without a key, as providers and browsers come. */
export const keyFor = ({ sealed }: Endpoint): Record<string, string> =>
  sealed === undefined ? { authorization: `Bearer ${apiKey}` } : {};
