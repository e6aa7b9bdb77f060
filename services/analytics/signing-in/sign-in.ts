import type { SessionCookies } from '@hilo/runtime';

/** By what people sign in. */
export type SignIn = {
  cookies: SessionCookies;
  /** Where people open Hilo in a browser. */
  url: string;
  /** Those that seal sessions, and make the links of a local start. */
  secrets: readonly string[];
  /** For how long a session holds. */
  hours: number;
};
