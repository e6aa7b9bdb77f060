import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that several files export, each with why that is one meaning. */
const oneMeaning: Readonly<Record<string, string>> = {
  Context: 'what the routes of a service have in common: one for each service',
  Route: 'a route of a service, over its context',
  tags: 'of a service, in the document of its API',
  group: 'the first consumer group of a service',
  handlers: 'what a service does with the messages of each topic',
  openWorker: 'what goes on in a service beside requests',
  eraseWith: 'how a service erases a person',
  removeUntold: 'what a service removes at the end of a rebuild',
  removePerson: 'how a service forgets who worked with it',
  forgetPersonRoute: 'the route for that',
  startConsumer: 'of each adapter of the log',
  Refusal: 'what is wrong with a field; a domain does not import the runtime',
  shippedModel: 'written by the script, read by the service',
  // Tables of the same name and columns, each in the schema of its service.
  apiKeys: 'a table that several services have',
  cases: 'a table that several services have',
  claims: 'a table that several services have',
  consumerOffsets: 'a table that several services have',
  customers: 'a table that several services have',
  erased: 'a table that several services have',
  erasedVersions: 'a table that several services have',
  erasuresDone: 'a table that several services have',
  guidance: 'a table that several services have',
  outbox: 'a table that several services have',
  rebuilds: 'a table that several services have',
  sessions: 'a table that several services have',
  timers: 'a table that several services have',
};

const root = join(import.meta.dirname, '..', '..');
const exported = /^export (?:async )?(?:const|function\*?|type|class) ([A-Za-z_$][\w$]*)/gm;

// What runs in a browser imports nothing of the rest: there, a row is one that the API answers.
const looked = ['*.ts', ':!packages/dashboard/src'];
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...looked], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /^(contracts|packages|services|scripts)\//.test(file))
  .filter((file) => !/(\.test\.ts|drizzle\.config\.ts)$|\/(test|fixtures|migrations)\//.test(file));

/** Every name with the files that export it; a schema and its type of one name are one. */
const exporters = new Map<string, Set<string>>();
for (const file of files) {
  for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(exported)) {
    exporters.set(name, (exporters.get(name) ?? new Set()).add(file));
  }
}

const ambiguous = [...exporters].filter(([name, { size }]) => size > 1 && !(name in oneMeaning));
const idle = Object.keys(oneMeaning).filter((name) => (exporters.get(name)?.size ?? 0) < 2);

for (const [name, { size }] of ambiguous) {
  console.error(`${name} is exported by ${size} files; give each its own name, or say why it is one meaning:`);
  for (const file of exporters.get(name) ?? []) console.error(`  ${file}`);
}
for (const name of idle)
  console.error(`${name} is in the list of scripts/checks/names.ts, and no longer exported twice`);
if (ambiguous.length + idle.length > 0) process.exit(1);
