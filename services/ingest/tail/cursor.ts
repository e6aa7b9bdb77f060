import { cursorOf } from '@hilo/runtime';
import { z } from 'zod';

/** Where the pages of the tail, and what is shown live of it, go on. */
export const cursorInTail = cursorOf('tail', z.tuple([z.string().regex(/^\d{1,15}$/)]));
