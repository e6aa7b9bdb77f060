import { heedSignals } from '@hilo/runtime/signals';

heedSignals();
const { runProcess } = await import('@hilo/runtime');
const { analytics } = await import('./service.ts');
await runProcess([analytics], process.env);
