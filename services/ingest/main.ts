import { heedSignals } from '@hilo/runtime/signals';

heedSignals();
const { runProcess } = await import('@hilo/runtime');
const { ingest } = await import('./service.ts');
await runProcess([ingest], process.env);
