/** Runs Hilo's services in this process: `hilo all`, or one of them, configured by the environment; imports files; keeps keys and webhooks; looks after what is quarantined. */

import { handOverSignals, heedSignals } from '@hilo/runtime/signals';
import type { ImportCommand } from './import/import.ts';
import type { CreateCommand, Where } from './keys/keys.ts';
import type { FilterCommand, NotedCommand } from './quarantine/quarantine.ts';
import type { CreateWebhookCommand, TestCommand } from './webhooks/webhooks.ts';

heedSignals();
const { runServicesAlone, serviceNames } = await import('./services-alone.ts');
await runServicesAlone(process.argv.slice(2));
const { Scope } = await import('@hilo/contracts');
const { migrateAll } = await import('@hilo/runtime');
const { Command, Option } = await import('commander');
const { defaultDataDir } = await import('./api/local-key.ts');
const { explainFailure } = await import('./explain-failure.ts');
const { importFile } = await import('./import/import.ts');
const { rehearseImport } = await import('./import/rehearse.ts');
const { createKey, keyLine, listKeys, revokeKey } = await import('./keys/keys.ts');
const { discardAll, discardOne, entryLine, fixOne, listEntries, replayAll, replayEntry, showEntry } = await import(
  './quarantine/quarantine.ts'
);

const { addCompose } = await import('./compose/command.ts');
const { addDoctor } = await import('./doctor/command.ts');
const { addDryRun } = await import('./dry-run/command.ts');
const { addGap } = await import('./gap/command.ts');
const { addKubernetes } = await import('./kubernetes/command.ts');
const { addRebuild } = await import('./rebuild/command.ts');
const { addRegistry } = await import('./registry/command.ts');
const { adapterNames, createWebhook, dryRunLines, webhookLines, testWebhook, webhookLine } = await import(
  './webhooks/webhooks.ts'
);

type Command = InstanceType<typeof Command>;

const program = new Command('hilo').description(
  'Runs services of Hilo in this process, until SIGTERM or Ctrl-C, configured by the variables that the README lists.',
);

// A signal is waited for by what migrates; anything else that comes so far ends as any program does.
program.hook('preAction', (_program, action) => {
  if (action.name() !== 'migrate') handOverSignals();
});
// These run before anything is loaded for a command: here they are for the help.
program.command('all').description('every service');
for (const name of serviceNames) program.command(name).description(`${name} alone`);

program
  .command('migrate')
  .description('create and change roles, schemas and tables, as this version needs them, and end; docs/operating.md')
  .action(async () => {
    const { services } = await import('./services.ts');
    await migrateAll(services, process.env, (line) => console.error(`hilo: ${line}`));
    console.log('hilo: everything is as this version needs it');
  });

/** Where the Hilo is that a command speaks to, and with which key. */
const speaking = (command: Command): Command =>
  command
    .option('--url <url>', 'where Hilo is', 'http://127.0.0.1:8080')
    .option('--key <key>', 'the API key; without it HILO_API_KEY, or that of the local start')
    .option('--data-dir <dir>', 'the data folder of the local start, for its key', defaultDataDir);

speaking(program.command('import'))
  .description('import a customer base or past interactions from CSV or NDJSON into a running Hilo')
  .argument('<file>', 'a CSV file with a header, or one interaction as JSON in a line')
  .option('--map <file>', 'which column says what, as JSON; without it, the names of the columns say it')
  .option('--rejects <file>', 'where rows go that Hilo does not accept, with the reason')
  .option('--restart', 'begin anew where an import was cut off; posting rows again changes nothing')
  .option('--delimiter <character>', 'what stands between the fields: , ; tab or |; without it, found out')
  .option('--encoding <name>', 'utf-8, utf-16le, windows-1252 …; without it, found out')
  .option('--dry-run', 'say what each column would be and what the first rows would become, and post nothing')
  .action(async (file: string, { dryRun, ...command }: ImportCommand & { dryRun?: boolean }) => {
    if (dryRun) return console.log((await rehearseImport(file, command)).join('\n'));
    const { accepted, rejected, rejects, notUsed } = await importFile(file, command);
    for (const { reason, message, rows, line } of notUsed) {
      console.log(
        `not used in ${rows} ${rows === 1 ? 'cell' : 'cells'} (${reason}), first in line ${line}: ${message}`,
      );
    }
    console.log(`accepted ${accepted}, rejected ${rejected}${rejected > 0 ? `: see ${rejects}` : ''}`);
    if (rejected > 0) process.exitCode = 1;
  });

const keys = program.command('keys').description('the API keys of a running Hilo');
speaking(keys.command('create'))
  .description(
    'make a key and print it, this once; a source may have two, so that one can be exchanged without a pause',
  )
  .requiredOption('--source <name>', 'the channel system that it is for')
  .addOption(new Option('--scope <scopes...>', 'what it may do').choices(Scope.options).default(['interactions:write']))
  .option('--expires <time>', 'when it ends, such as 2027-01-01T00:00:00Z')
  .option('--rate-limit <number>', 'how many requests a minute it may post')
  .action(async (command: CreateCommand) => {
    const { key, ...made } = await createKey(command);
    console.error(keyLine(made, Date.now()));
    console.log(key);
  });
speaking(keys.command('list'))
  .description('every key, what it may do, and when it was used last')
  .action(async (command: Where) => {
    for (const key of await listKeys(command)) console.log(keyLine(key, Date.now()));
  });
speaking(keys.command('revoke'))
  .description('end a key, everywhere within ten seconds')
  .argument('<id>', 'its id, as list shows it')
  .action(async (id: string, command: Where) => {
    console.log(keyLine(await revokeKey(id, command), Date.now()));
  });

const webhooks = program.command('webhooks').description('where providers post that only push, at a running Hilo');
speaking(webhooks.command('create'))
  .description('make an endpoint and print its address, which is what the provider is to be given')
  .requiredOption('--name <name>', 'what people call it')
  .addOption(new Option('--adapter <adapter>', 'who posts').choices(adapterNames).makeOptionMandatory())
  .requiredOption('--source <name>', 'the source of what is posted to it')
  .option('--secrets <file>', "a file with the provider's signing secrets, one in a line; - for the standard input")
  .option('--verify-token <token>', 'what Meta and WhatsApp show when they ask; one is made and printed without it')
  .option('--mapping <file>', 'what the bodies mean, as JSON, for the adapter mapping')
  .option('--public-url <url>', 'where the provider reaches Hilo, such as https://hooks.example.org')
  .action(async (command: CreateWebhookCommand) => {
    const { made, address, verifyToken } = await createWebhook(command);
    console.error(webhookLine(made));
    if (verifyToken !== undefined) console.error(`verify token: ${verifyToken}`);
    console.log(address);
  });
speaking(webhooks.command('list'))
  .description('every endpoint; its secrets are never shown')
  .action(async (command: Where) => {
    for (const webhook of await webhookLines(command)) console.log(webhookLine(webhook));
  });
speaking(webhooks.command('test'))
  .description('tell what would come of the body in a file, and where every field would come from; nothing is stored')
  .argument('<file>', 'a body as the provider posts it: JSON, or a form')
  .addOption(new Option('--adapter <adapter>', 'who posts').choices(adapterNames))
  .option('--mapping <file>', 'what the bodies mean, as JSON')
  .option('--webhook <id>', 'an endpoint that there is')
  .action(async (file: string, command: TestCommand) => {
    const tried = await testWebhook(file, command);
    for (const line of dryRunLines(tried)) console.log(line);
    if (tried.refusals.length > 0) process.exitCode = 1;
  });

const quarantine = program
  .command('quarantine')
  .description('what a running Hilo could not process: look at it, fix it, put it onto the log again, or discard it');
const filtering = (command: Command): Command =>
  command
    .option(
      '--reason <reason>',
      'only of this reason, or what stands before its colon: conflicting-duplicate, contract …',
    )
    .option('--topic <name>', 'only messages of this topic')
    .option('--source <name>', 'only interactions of this source');
const noting = (command: Command): Command => command.option('--note <text>', 'why; it is kept, with who and when');

filtering(speaking(quarantine.command('list')))
  .description('what waits, the latest first')
  .addOption(
    new Option('--state <state>', 'what became of it').choices(['waiting', 'replayed', 'discarded']).default('waiting'),
  )
  .action(async (command: FilterCommand) => {
    for await (const entry of listEntries(command)) console.log(entryLine(entry));
  });
speaking(quarantine.command('show'))
  .description('one message as JSON, why it was set aside, and what to do')
  .argument('<id>', 'its id, as list shows it')
  .action(async (id: string, command: Where) => {
    console.log(JSON.stringify(await showEntry(id, command), null, 2));
  });
noting(speaking(quarantine.command('fix')))
  .description('have another interaction take its place; it is judged as if it were posted. Then replay it')
  .argument('<id>', 'its id, as list shows it')
  .argument('<file>', 'the interaction as JSON; - reads it from standard input')
  .action(async (id: string, file: string, command: NotedCommand) => {
    console.log(entryLine(await fixOne(id, file, command)));
  });
noting(filtering(speaking(quarantine.command('replay'))))
  .description('put one onto the log again, or with --all all that wait and match; doing it again changes nothing')
  .argument('[id]', 'its id, as list shows it')
  .option('--all', 'all that wait, of the reason, topic and source that are given')
  .action(async (id: string | undefined, command: FilterCommand & NotedCommand & { all?: true }) => {
    if ((id === undefined) === (command.all === undefined)) throw new Error('give either an id, or --all.');
    if (id !== undefined) return console.log(entryLine(await replayEntry(id, command)));
    const { replayed, skipped } = await replayAll(command);
    console.log(`replayed ${replayed}, skipped ${skipped}${skipped > 0 ? ', which show tells why' : ''}`);
  });
noting(filtering(speaking(quarantine.command('discard'))))
  .description('one, or with --all all that wait and match, is not to be processed; it stays there to be looked at')
  .argument('[id]', 'its id, as list shows it')
  .option('--all', 'all that wait, of the reason, topic and source that are given; one of these is needed')
  .action(async (id: string | undefined, command: FilterCommand & NotedCommand & { all?: true }) => {
    if ((id === undefined) === (command.all === undefined)) throw new Error('give either an id, or --all.');
    if (id === undefined) return console.log(`discarded ${await discardAll(command)}`);
    console.log(entryLine(await discardOne(id, command)));
  });

addRegistry(program, speaking);
addRebuild(program, speaking);
addDryRun(program, speaking);
addDoctor(program);
addCompose(program);
addGap(program);
addKubernetes(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(`hilo: ${explainFailure(error)}`);
  process.exit(1);
}
