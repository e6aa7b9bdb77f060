import { execFile, spawn } from 'node:child_process';
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

/** When it is asked to, ends the process and says which of the large parts of Node it has loaded. */
const tellWhatIsLoaded = `data:text/javascript,process.on('SIGUSR2',()=>{
  console.log('loaded:'+process.moduleLoadList.map((one)=>one.split('internal/deps/')[1]?.split('/')[0]).filter((one)=>/amaro|undici/.test(one)));
  process.exit()})`.replaceAll(/\s+/g, '%20');

/** All that it prints; asked as soon as it has tried to reach the database. */
const printedBy = async (name: string): Promise<string> => {
  const child = spawn(process.execPath, ['--import', tellWhatIsLoaded, 'scripts/hilo.ts', name], {
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
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    const isFirst = !printed.includes(triedTheDatabase);
    printed += text;
    if (isFirst && printed.includes(triedTheDatabase)) child.kill('SIGUSR2');
  }
  return printed;
};

const triedTheDatabase = 'nothing listens there';

// Of the image, that is: what takes the types out of TypeScript is 8 MB, and what fetch is made of 5, in each thread.
it.concurrent.each(services.map(({ name }) => name))('%s begins without what it does not need', async (name) => {
  expect(await printedBy(name)).toContain('loaded:\n');
});
