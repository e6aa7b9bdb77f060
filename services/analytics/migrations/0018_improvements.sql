CREATE TABLE "improvement_steps" (
	"improvement" uuid NOT NULL,
	"revision" integer NOT NULL,
	"step" text NOT NULL,
	"standing" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "improvement_steps_improvement_revision_pk" PRIMARY KEY("improvement","revision")
);
--> statement-breakpoint
CREATE TABLE "improvements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"touchpoint" text NOT NULL,
	"cause" text,
	"owner" text NOT NULL,
	"due" date NOT NULL,
	"done_on" date,
	"standing" jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "improvements_by_due" ON "improvements" USING btree ("due","id");--> statement-breakpoint
CREATE INDEX "improvements_of_cause" ON "improvements" USING btree ("touchpoint","cause");