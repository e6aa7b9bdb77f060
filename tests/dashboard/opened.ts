import type { BrowserContextOptions, Page } from 'playwright-core';
import type { HiloProcess } from '../../scripts/api/hilo-process.ts';

/** Both processors may be somebody else's. */
export const patience = { timeout: 60_000 };

/** What the browser complained of, and what it asked for. */
export type Looking = { said: string[]; asked: string[] };

/** Opens a page as somebody would who is let in, or as a stranger; fails for whatever the browser complains of and is left in `said`. */
export type Look = (
  path: string,
  options: BrowserContextOptions & { isStranger?: boolean },
  work: (page: Page, looking: Looking) => Promise<void>,
) => Promise<void>;

/** A running Hilo with its dashboard open in a browser. */
export type Opened = {
  hilo: HiloProcess;
  look: Look;
  /** Keeps what the page looks like, where somebody wants to look at it. */
  keep(page: Page, name: string): Promise<void>;
};
