CREATE TABLE "sentiment_heads" (
	"language" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"head" jsonb,
	"base" text,
	"since" timestamp with time zone,
	"content" jsonb
);
--> statement-breakpoint
CREATE TABLE "sentiment_trials" (
	"language" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "sentiment_trials_language_at_pk" PRIMARY KEY("language","at")
);
--> statement-breakpoint
ALTER TABLE "verbatims" ADD COLUMN "example" uuid;--> statement-breakpoint
ALTER TABLE "verbatims" ADD COLUMN "scored_as" text;--> statement-breakpoint
ALTER TABLE "verbatims" ADD COLUMN "input" "bytea";--> statement-breakpoint
ALTER TABLE "verbatims" ADD COLUMN "learnt_by" integer;--> statement-breakpoint
CREATE INDEX "verbatims_learnt_from" ON "verbatims" USING btree ("language","judged_at") WHERE "verbatims"."input" IS NOT NULL;