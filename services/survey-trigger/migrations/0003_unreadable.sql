ALTER TABLE "invitations" ADD COLUMN "unreadable" text;--> statement-breakpoint
CREATE INDEX "invitations_of_interaction" ON "invitations" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "invitations_at_contact_point" ON "invitations" USING btree ("contact_point") WHERE "invitations"."state" = 'invited';--> statement-breakpoint
CREATE INDEX "invitations_unreadable" ON "invitations" USING btree ("id") WHERE "invitations"."unreadable" IS NOT NULL;