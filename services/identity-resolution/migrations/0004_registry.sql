CREATE TABLE "dry_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"content" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL,
	"seen_at" timestamp with time zone,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"report" text,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "registries" (
	"version" integer PRIMARY KEY NOT NULL,
	"content" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"in_force_at" bigint,
	"phase" text DEFAULT 'begin' NOT NULL,
	"told_up_to" uuid,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "dry_runs_at" ON "dry_runs" USING btree ("at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "registries_one_of_a_kind" ON "registries" USING btree ("state") WHERE "registries"."state" IN ('in-force', 'being-applied');