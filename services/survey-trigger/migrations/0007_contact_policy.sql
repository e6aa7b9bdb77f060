CREATE TABLE "contact_policies" (
	"version" integer PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"restored" integer
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "reasons" jsonb;