CREATE TABLE "erased" (
	"subject" uuid PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "survey_events" ADD COLUMN "subject" uuid;--> statement-breakpoint
CREATE INDEX "survey_events_of_subject" ON "survey_events" USING btree ("subject");