// While the image is built: loads whatever a service may load later, so that all of it is in the cache of NODE_COMPILE_CACHE.
import { readdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
/** `main.ts` would run a service; others are for browsers, or for who works on Hilo, and most of them are not in the image. */
const left =
  /\/(main|drizzle\.config|vite\.config|[^/]+\.test)\.ts$|\/(test|bench|testing|dashboard\/src|node_modules)\//;

let loaded = 0;
for (const house of ['contracts', 'packages', 'services']) {
  for (const { parentPath, name } of readdirSync(join(root, house), { withFileTypes: true, recursive: true })) {
    const file = join(parentPath, name);
    if (!name.endsWith('.ts') || left.test(file)) continue;
    // What is a thread refuses to run here; it is compiled then, with all that it imports.
    await import(pathToFileURL(file).href).catch((error) => console.log(`${file}: ${error.message}`));
    loaded += 1;
  }
}
flushCompileCache();
console.log(`${loaded} modules of Hilo were loaded`);
process.exit(0);
