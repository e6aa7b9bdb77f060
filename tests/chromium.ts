import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A real browser without a window: the one that CHROMIUM names, else the one of the package, which is for Linux on x64. Or why
 * there is none.
 */
export const openChromium = async (): Promise<Browser | { skipped: string }> => {
  const named = process.env.CHROMIUM;
  if (named === undefined && (process.platform !== 'linux' || process.arch !== 'x64')) {
    return { skipped: 'CHROMIUM names no browser, and the one that is installed is for Linux on x64' };
  }
  // Not the arguments that the package suggests: with those a browser checks no origin.
  const args = ['--no-sandbox', '--disable-quic', '--disable-background-networking'];
  return playwright.launch({ executablePath: named ?? (await chromium.executablePath()), args });
};
