import { useState } from 'react';

/** What is there, or what was there last: so that nothing goes away because something else could not be read. */
export const useLast = <Value>(value: Value | undefined): Value | undefined => {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
};
