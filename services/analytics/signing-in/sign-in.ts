import type { Sealing, SessionCookies } from '@hilo/runtime';
import type { Provider } from './provider.ts';

/** By what people sign in. */
export type SignIn = {
  cookies: SessionCookies;
  /** Where people open Hilo in a browser. */
  url: string;
  /** Those that seal sessions, and make the links of a local start. */
  secrets: readonly string[];
  /** For how long a session holds. */
  hours: number;
  /** Who signs people in; absent where nobody does but the link of a local start. */
  provider: Provider | undefined;
  /** What is kept of it is sealed so. */
  sealing: Sealing;
};
