/** The last moment that there is. Senders' clocks differ: what counts now may have happened a little later. */
export const endOfTime = 8.64e15;
