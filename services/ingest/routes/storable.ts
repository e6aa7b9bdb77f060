import type { z } from 'zod';

/** Text that a table can hold and can be asked for: what comes in a URL has passed no gate. */
export const storable = <Text extends z.ZodType<string>>(text: Text): Text =>
  text.refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters that cannot be stored');
