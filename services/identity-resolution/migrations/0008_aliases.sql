ALTER TABLE "links" ADD COLUMN "alias_at" bigint;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "alias_former" uuid;