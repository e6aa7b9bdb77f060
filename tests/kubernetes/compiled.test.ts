import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-compiled-'));
  // As infra/Dockerfile does.
  for (const args of [['scripts/hilo.ts', '--help'], ['infra/compile.mjs']])
    await run(process.execPath, args, { cwd: root, env: { ...process.env, NODE_COMPILE_CACHE: folder } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** After some seconds, ends the process and says which of the large parts of Node it has loaded. */
const tellWhatIsLoaded = `data:text/javascript,setTimeout(()=>{
  console.log('loaded:'+process.moduleLoadList.map((one)=>one.split('internal/deps/')[1]?.split('/')[0]).filter((one)=>/amaro|undici/.test(one)));
  process.exit()},4000)`.replaceAll(/\s+/g, '%20');

// Of the image, that is: what takes the types out of TypeScript is 8 MB, and what fetch is made of 5, in each thread.
it.concurrent.each(services.map(({ name }) => name))('%s begins without what it does not need', async (name) => {
  const { stdout } = await run(process.execPath, ['--import', tellWhatIsLoaded, 'scripts/hilo.ts', name], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: folder,
      DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/nothing',
      HILO_LOG: 'kafka://127.0.0.1:1',
      HILO_API_KEY: 'the key of nobody in particular'.replaceAll(' ', '-'),
      HILO_ID_SECRET: 'a secret of nobody in particular',
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  expect(stdout).toContain('nothing listens there');
  expect(stdout).toContain('loaded:\n');
});
