const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const endAtOnce = (): never => process.exit(0);

/**
 * From here on a signal ends the process, which has opened nothing yet: loading the code takes a second, and to the first
 * process of a container the system delivers no signal that nobody listens to. Imports nothing, so that it comes first.
 */
export const heedSignals = (): void => {
  for (const signal of signals) process.on(signal, endAtOnce);
};

/** Whoever closes what is opened heeds them now. */
export const handOverSignals = (): void => {
  for (const signal of signals) process.off(signal, endAtOnce);
};
