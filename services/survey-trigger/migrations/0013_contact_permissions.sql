CREATE TABLE "contact_points" (
	"place" text NOT NULL,
	"customer" uuid NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "contact_points_place_customer_pk" PRIMARY KEY("place","customer")
);
--> statement-breakpoint
CREATE TABLE "contact_points_noted" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"up_to" uuid,
	"is_done" boolean DEFAULT false NOT NULL,
	CONSTRAINT "contact_points_noted_is_one_row" CHECK ("contact_points_noted"."one")
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "contact_points_of_customer" ON "contact_points" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "contact_facts_braking_subject" ON "contact_facts" USING btree ("subject") WHERE "contact_facts"."brake" IS NOT NULL;