CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	"subject" uuid NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"rule" text NOT NULL,
	"about" text,
	"severity" text,
	"queue" text,
	"cause" text,
	"touchpoint" text,
	"channel" text,
	"opened_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"contacted_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"reopened" integer NOT NULL,
	"level" integer NOT NULL,
	"recovery" double precision
);
--> statement-breakpoint
CREATE INDEX "cases_opened" ON "cases" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "cases_of_subject" ON "cases" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "cases_of_interaction" ON "cases" USING btree ("source","interaction");