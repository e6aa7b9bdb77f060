import { runProcess } from '@hilo/runtime';
import { identityResolution } from './service.ts';

await runProcess([identityResolution], process.env);
