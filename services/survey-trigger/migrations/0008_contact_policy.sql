CREATE TABLE "contact_policies" (
	"version" integer PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"restored" integer
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "reasons" jsonb;--> statement-breakpoint
CREATE INDEX "contact_facts_braking" ON "contact_facts" USING btree ("place") WHERE "contact_facts"."brake" IS NOT NULL;