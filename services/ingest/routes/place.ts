import { HttpProblem, readCursor } from '@hilo/runtime';

/** The id after which a page goes on; a 400 problem for the cursor of another list. */
export const placeIn = (cursor: string | undefined): string | undefined => {
  const [id, ...rest] = readCursor(cursor) ?? [];
  if (id === undefined || (rest.length === 0 && /^\d{1,15}$/.test(id))) return id;
  throw new HttpProblem(400, 'Invalid request', 'The cursor is not one that Hilo gave here.', [
    { path: ['cursor'], message: 'is not a cursor of this list' },
  ]);
};
