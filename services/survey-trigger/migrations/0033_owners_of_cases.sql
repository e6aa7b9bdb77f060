ALTER TABLE "case_signals" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "attribution_version" integer DEFAULT 1 NOT NULL;