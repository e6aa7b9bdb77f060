CREATE TABLE "rebuilds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"per_second" integer NOT NULL,
	"asked_at" bigint NOT NULL,
	"moved_at" bigint NOT NULL,
	"done_at" bigint,
	"run" uuid,
	"cursor" uuid,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"removed" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "rebuilds_one_of_a_service" ON "rebuilds" USING btree ("service") WHERE "rebuilds"."state" NOT IN ('done', 'cancelled');--> statement-breakpoint
CREATE INDEX "rebuilds_at" ON "rebuilds" USING btree ("asked_at","id");