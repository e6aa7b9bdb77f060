CREATE TABLE "verbatims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"subject" uuid NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"polarity" text,
	"score" double precision,
	"topics" text[] NOT NULL,
	"method" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "verbatims_by_time" ON "verbatims" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "verbatims_of_interaction" ON "verbatims" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "verbatims_of_subject" ON "verbatims" USING btree ("subject");