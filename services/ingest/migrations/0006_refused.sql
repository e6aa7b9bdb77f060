CREATE TABLE "refused" (
	"source" text PRIMARY KEY NOT NULL,
	"kept" bigint DEFAULT 0 NOT NULL,
	"waiting_bytes" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "quarantine" ADD COLUMN "refused_bytes" integer;--> statement-breakpoint
ALTER TABLE "quarantine" ADD COLUMN "fingerprint" text;--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_fingerprint" ON "quarantine" USING btree ("source","fingerprint") WHERE "quarantine"."fingerprint" IS NOT NULL;