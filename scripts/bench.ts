/** Benchmarks: `pnpm bench NAME`. Each prints ratios against something measured in the same run, and one line of JSON. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AnalyticsBenchOptions, benchAnalytics } from './bench/analytics.ts';
import { serviceParts } from './bench/analytics-service/parts.ts';
import { type AnalyticsServiceBenchOptions, benchAnalyticsService } from './bench/analytics-service.ts';
import { benchDelivery, type DeliveryBenchOptions } from './bench/delivery/delivery.ts';
import { benchErasure, type ErasureBenchOptions } from './bench/erasure.ts';
import { type BrakesBenchOptions, benchBrakes } from './bench/governor/brakes.ts';
import { benchGovernor, type GovernorBenchOptions } from './bench/governor/governor.ts';
import { benchIdentifiers, type IdentifiersBenchOptions } from './bench/identifiers.ts';
import { benchIdentity } from './bench/identity.ts';
import type { IdentityBenchOptions } from './bench/identity-process.ts';
import { benchIngest, type IngestBenchOptions } from './bench/ingest.ts';
import { benchProjection, type ProjectionBenchOptions } from './bench/projection.ts';
import { benchReactions, type ReactionsBenchOptions } from './bench/reactions.ts';
import { benchRebuild, type RebuildBenchOptions } from './bench/rebuild.ts';
import { benchResources, type ResourcesBenchOptions } from './bench/resources.ts';
import { benchSearch, type SearchBenchOptions } from './bench/search.ts';
import { benchSentiment, type SentimentBenchOptions } from './bench/sentiment.ts';
import { benchTimers, type TimersBenchOptions } from './bench/timers.ts';
import { explainFailure } from './explain-failure.ts';

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0.');
};

const program = new Command('bench').description('Measures Hilo as ratios: absolute figures depend on the machine.');
program
  .command('identity')
  .description('identity-resolution, log in and log out, against a bare COPY of the same facts into one table')
  .option('--stored <facts>', 'how many facts are stored before anything is measured', count, 100_000)
  .option('--slices <number>', 'pairs of measurements; the median counts', count, 9)
  .option('--slice <events>', 'how many events a measurement takes', count, 20_000)
  .addOption(new Option('--log <kind>', 'what the log is').choices(['postgres', 'kafka']).default('postgres'))
  .addOption(
    new Option('--returning <people>', 'who of those who are known comes next')
      .choices(['lately', 'anybody'])
      .default('lately'),
  )
  .option('--full', 'measure again at five million stored facts, which takes an hour and 15 GB')
  .action((options: IdentityBenchOptions) => benchIdentity(options));
program
  .command('ingest')
  .description('ingest, from HTTP to durable, against a bare Fastify and a bare producer: CPU per event')
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 9)
  .option('--seconds <number>', 'how long each measurement takes', count, 3)
  .action((options: IngestBenchOptions) => benchIngest(options));
program
  .command('delivery')
  .description(
    'messages that leave by mail, against a pool of nodemailer that sends the same signed bytes, and how late',
  )
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 5)
  .option('--slice <messages>', 'how many messages a round takes', count, 1500)
  .option('--per-second <number>', 'how many become due in a second', count, 200)
  .option('--seconds <number>', 'for how long', count, 20)
  .action((options: DeliveryBenchOptions) => benchDelivery(options));
program
  .command('erasure')
  .description('how long an erasure takes on the Postgres log, where it is large and interactions come in')
  .option('--records <number>', 'how many records are in the log', count, 2_000_000)
  .option('--per-second <interactions>', 'how many interactions come in', count, 500)
  .option('--people <number>', 'how many are erased, one every ten seconds', count, 4)
  .option('--from-before', 'the records are from before the log noted what they are about')
  .action((options: ErasureBenchOptions) => benchErasure(options));
program
  .command('governor')
  .description('deciding who may be contacted, by itself and through the database, against a bare statement: CPU each')
  .option('--customers <number>', 'how many there are, one in a hundred of them hot', count, 20_000)
  .option('--rows <number>', 'how many contacts are in the ledger', count, 200_000)
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 5)
  .option('--slice <decisions>', 'how many decisions a round takes', count, 2000)
  .option('--checks-per-second <number>', 'how many checks come over HTTP', count, 200)
  .option('--seconds <number>', 'how long each measurement of them takes', count, 8)
  .option('--full', '500,000 customers and 5 million contacts')
  .action((options: GovernorBenchOptions) => benchGovernor(options));
program
  .command('brakes')
  .description(
    'how long after the 202 for a refusal nobody is permitted any more, under traffic through all services: ms',
  )
  .option('--per-second <interactions>', 'how many interactions come in', count, 200)
  .option('--seconds <number>', 'how long it is measured', count, 30)
  .addOption(new Option('--log <kind>', 'what the log is').choices(['postgres', 'kafka']).default('postgres'))
  .action((options: BrakesBenchOptions) => benchBrakes(options));
program
  .command('identifiers')
  .description('reading an identifier that was not seen lately, against taking it out of its JSON: CPU each')
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 9)
  .option('--values <number>', 'how many are read in each', count, 20_000)
  .action((options: IdentifiersBenchOptions) => benchIdentifiers(options));
program
  .command('rebuild')
  .description(
    'analytics rebuilt from nothing while interactions come in, against the same messages where nothing else runs',
  )
  .option('--interactions <number>', 'how many facts there are', count, 50_000)
  .option('--per-second <interactions>', 'how many interactions come in', count, 500)
  .option('--rate <number>', 'how much it is told in a second at the most', count, 50_000)
  .action((options: RebuildBenchOptions) => benchRebuild(options));
program
  .command('analytics')
  .description('the eleven questions about people over the columns, against DuckDB over the same rows, one thread each')
  .option('--rows <interactions>', 'how many interactions there are', count, 500_000)
  .option('--rounds <number>', 'rounds of measurements, alternating; the median counts', count, 5)
  .option('--full', '5 million interactions')
  .action((options: AnalyticsBenchOptions) => benchAnalytics(options));
program
  .command('analytics-service')
  .description(
    'analytics as a process of its own, while interactions come in: what one waits for an answer, until what happens is seen, after a kill; memory; merges; a rebuild',
  )
  .option('--interactions <number>', 'how many there are, of a tenth as many customers', count, 100_000)
  .option('--rounds <number>', 'rounds of measurements of processor, alternating; the median counts', count, 5)
  .option('--asks <number>', 'how often each question is asked while interactions come in', count, 30)
  .option('--per-second <interactions>', 'how many come in meanwhile', count, 1000)
  .option('--seconds <number>', 'for how long it is looked when what comes in is seen', count, 10)
  .option(
    '--merges <number>',
    'how many customers are merged, in a copy of the database: half of them at the most',
    count,
    4000,
  )
  .option('--full', '5 million interactions of 500,000 customers')
  .addOption(new Option('--only <parts...>', 'what is measured').choices(serviceParts))
  .action((options: AnalyticsServiceBenchOptions) => benchAnalyticsService(options));
program
  .command('projection')
  .description(
    'projecting what was resolved, against a bare COPY of the same rows into the same table with its indexes',
  )
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 7)
  .option('--slice <interactions>', 'how many a round takes', count, 20_000)
  .option('--batch <interactions>', 'how many a transaction takes', count, 1000)
  .option('--newcomers <percent>', 'of how many nothing was known before', Number, 0)
  .action((options: ProjectionBenchOptions) => benchProjection(options));
program
  .command('resources')
  .description(
    'what four services over Kafka take: memory and processor at rest, processor for an interaction, disk for a million',
  )
  .option('--interactions <number>', 'how many are posted', count, 20_000)
  .option('--idle-seconds <number>', 'how long nothing happens', count, 240)
  .action((options: ResourcesBenchOptions) => benchResources(options));
program
  .command('search')
  .description('searching customers by the beginning of a name or an identifier: milliseconds')
  .option('--customers <number>', 'how many there are', count, 500_000)
  .option('--seconds <number>', 'how long each measurement takes', count, 60)
  .action((options: SearchBenchOptions) => benchSearch(options));
program
  .command('sentiment')
  .description('judging what customers wrote, by the encoder and by lists of words: CPU a text, the first one, memory')
  .option('--texts <number>', 'how many are judged', count, 2000)
  .action((options: SentimentBenchOptions) => benchSentiment(options));
program
  .command('reactions')
  .description('what an event costs where many windows are open, with reactions and without; and from event to action')
  .option('--windows <number>', 'how many are open', count, 1_000_000)
  .option('--slices <number>', 'rounds of measurements; the median counts', count, 5)
  .option('--slice <events>', 'how many events a round takes', count, 5000)
  .option('--per-second <events>', 'how many come in a second', count, 500)
  .option('--seconds <number>', 'for how long', count, 20)
  .action((options: ReactionsBenchOptions) => benchReactions(options));
program
  .command('timers')
  .description('how late what is due leaves, where many more are pending and some cannot be decided: milliseconds')
  .option('--pending <number>', 'how many are due in a month', count, 100_000)
  .option('--undecidable <number>', 'how many stand at the head and cannot be decided', count, 100_000)
  .option('--per-second <number>', 'how many become due in a second', count, 500)
  .option('--seconds <number>', 'how long each measurement takes', count, 20)
  .option('--full', 'with a million pending')
  .action((options: TimersBenchOptions) => benchTimers(options));

await program.parseAsync().catch((error: unknown) => {
  console.error(`bench: ${explainFailure(error)}`);
  process.exitCode = 1;
});
