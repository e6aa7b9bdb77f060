ALTER TABLE "invitations" ADD COLUMN "contact_name" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "known_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "invitations_of_contact" ON "invitations" USING btree ("contact_name") WHERE "invitations"."contact_name" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "invitations_without_contact_name" ON "invitations" USING btree ("id") WHERE "invitations"."contact_point" IS NOT NULL AND "invitations"."contact_name" IS NULL;