import { join } from 'node:path';

/** Where real interactions are, beside the checkout; not part of it. */
export const realData = join(import.meta.dirname, '..', '..', 'shared', 'data');
