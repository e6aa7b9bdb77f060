ALTER TABLE "reads" ADD COLUMN "person" jsonb;--> statement-breakpoint
ALTER TABLE "registries" ADD COLUMN "cancelled_by" text;