/** Everything on one machine: embedded Postgres, the four services in this process, and a simulated airline. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stopEarly = (): never => process.exit(0);

// Loading takes a second, in which nothing is open yet: Ctrl-C must not look like a failure.
for (const signal of signals) process.on(signal, stopEarly);
const { runEverything } = await import('./start/run.ts');
const { parseOptions } = await import('./start/options.ts');
for (const signal of signals) process.off(signal, stopEarly);
await runEverything(parseOptions(), process.env);

export {};
