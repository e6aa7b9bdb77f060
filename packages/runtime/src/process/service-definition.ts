import type { Handle } from '@hilo/log';
import type { Pool } from 'pg';
import type { Environment } from '../config.ts';
import type { Finding } from '../finding.ts';
import type { Introduction } from '../http/html/home.ts';
import type { FrontPage, Routes } from '../http/routes.ts';
import type { Resources } from '../resources.ts';

/** A service that runs: its routes, and how to tell that it works. */
export type RunningService = {
  routes: Routes;
  /** What browsers are shown at `/`, in place of what runs here. */
  frontPage?: FrontPage;
  /** Rejects when the service cannot do its work. */
  ready(): Promise<void>;
  /** While the log is away it takes what comes all the same, and says itself whether it is ready; so its process stays ready. */
  worksWithoutLog?: boolean;
};

/** How far interactions are, in a partition of a log. */
export type PartitionProgress = { log: string; partition: number; offset: number };

/** What a service has to look at itself by: its variables and, where its tables can be used, these. */
export type Examined = { environment: Environment; pool: Pool | undefined; now(): number };

export type ServiceDefinition = {
  name: string;
  /** What it does, in a sentence. */
  does: string;
  /** What somebody may ask it first. */
  firstCall: Introduction['firstCall'];
  /** The schema, and with it the role, that the service owns. */
  schema: string;
  /** A schema of the same role, in which the service builds what takes the place of its tables. */
  furtherSchema?: string;
  migrations: string;
  maxConnections?: number;
  /** What its threads open beside: connections to its schema, and how many of them open the log as well. */
  threads?: { connections: number; logs: number };
  databaseSettings?: Readonly<Record<string, string>>;
  /** Throws `ConfigError` for every variable, or file that one names, that is wrong. */
  checkConfig(environment: Environment): void;
  /** Looks at what this service needs beside its tables and the log, for `hilo doctor`; changes nothing, and sends nothing to anybody. */
  examine?(examined: Examined): Promise<Finding[]>;
  /** Whether what is stored was derived with this secret; `undefined` where nothing is stored that tells. */
  recognisesSecret?(pool: Pool, secret: string): Promise<boolean | undefined>;
  /** A page of the interactions that it was told of, in one order, those after this one; nothing, at the end. */
  heardOf?(pool: Pool, after: Handle): Promise<Handle[]>;
  /** Those of these of which it knows nothing: neither that they happened, nor that they are erased. */
  lacks?(pool: Pool, secret: string, handles: readonly Handle[]): Promise<Handle[]>;
  /** How far interactions were accepted, and how far they are processed, as far as it knows. */
  accepted?(pool: Pool): Promise<PartitionProgress[]>;
  processed?(pool: Pool): Promise<PartitionProgress[]>;
  open(resources: Resources): Promise<RunningService>;
};
