import { runProcess } from '@hilo/runtime';
import { ingest } from './service.ts';

await runProcess([ingest], process.env);
