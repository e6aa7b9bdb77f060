CREATE TABLE "rebuilds" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"generation" integer NOT NULL,
	"run" uuid NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "rebuilds_is_one_row" CHECK ("rebuilds"."one")
);
--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "rebuilt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "rebuilt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "rebuilt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "rebuilt" integer DEFAULT 0 NOT NULL;