CREATE TABLE "call_leases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"list" text NOT NULL,
	"message" uuid NOT NULL,
	"by" jsonb NOT NULL,
	"agent" text,
	"leased_at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"disposition" text,
	"digest" text,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "call_lists" (
	"name" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"programme" text NOT NULL,
	"touchpoint" text NOT NULL,
	"identifier" jsonb,
	"subject" uuid,
	"by" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "call_leases_of" ON "call_leases" USING btree ("message","leased_at");--> statement-breakpoint
CREATE UNIQUE INDEX "survey_links_hash" ON "survey_links" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "survey_links_of_subject" ON "survey_links" USING btree ("subject") WHERE "survey_links"."subject" IS NOT NULL;