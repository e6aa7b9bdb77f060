CREATE TABLE "dry_run_examples" (
	"run" uuid NOT NULL,
	"place" integer NOT NULL,
	"customer" uuid NOT NULL,
	"subject" uuid NOT NULL,
	"example" jsonb NOT NULL,
	CONSTRAINT "dry_run_examples_run_place_pk" PRIMARY KEY("run","place")
);
--> statement-breakpoint
CREATE TABLE "dry_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"request" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL,
	"phase" text,
	"phase_at" timestamp with time zone,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"failure" text
);
--> statement-breakpoint
CREATE INDEX "dry_run_examples_of_subject" ON "dry_run_examples" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "dry_run_examples_of_customer" ON "dry_run_examples" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "dry_runs_at" ON "dry_runs" USING btree ("kind","at","id");