import { heedSignals } from '@hilo/runtime/signals';

heedSignals();
const { runProcess } = await import('@hilo/runtime');
const { identityResolution } = await import('./service.ts');
await runProcess([identityResolution], process.env);
