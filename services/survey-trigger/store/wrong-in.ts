import type { z } from 'zod';

/** Where it is wrong, and not what stands there: that may be personal. */
export const wrongIn = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.join('.')} (${code})`)
    .join(', ');
