CREATE TABLE "case_rules" (
	"version" integer PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_signals" (
	"rule" text NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"subject" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_signals_rule_source_interaction_pk" PRIMARY KEY("rule","source","interaction")
);
--> statement-breakpoint
CREATE TABLE "case_steps" (
	"case" uuid NOT NULL,
	"revision" integer NOT NULL,
	"step" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" jsonb,
	"source" text,
	"interaction" text,
	"detail" jsonb,
	CONSTRAINT "case_steps_case_revision_pk" PRIMARY KEY("case","revision")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" uuid NOT NULL,
	"customer" uuid NOT NULL,
	"about" text NOT NULL,
	"state" text NOT NULL,
	"rule" text NOT NULL,
	"rules_version" integer NOT NULL,
	"severity" text NOT NULL,
	"queue" text NOT NULL,
	"owner" text,
	"defender" text,
	"calendar" text NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"touchpoint" text NOT NULL,
	"channel" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"clock_from" timestamp with time zone NOT NULL,
	"first_response_minutes" integer NOT NULL,
	"resolution_minutes" integer NOT NULL,
	"pauses" jsonb NOT NULL,
	"paused_at" timestamp with time zone,
	"paused_until" timestamp with time zone,
	"first_response_due_at" timestamp with time zone,
	"resolution_due_at" timestamp with time zone,
	"contacted_at" timestamp with time zone,
	"responded_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"root_cause" text,
	"resolution" text,
	"reopened" integer DEFAULT 0 NOT NULL,
	"level" integer DEFAULT 0 NOT NULL,
	"raised" jsonb NOT NULL,
	"joined_to" uuid,
	"before" jsonb,
	"after" jsonb,
	"reach" double precision,
	"revision" integer NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"unworkable" text
);
--> statement-breakpoint
CREATE INDEX "case_signals_of" ON "case_signals" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "case_signals_at" ON "case_signals" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "case_steps_by_word" ON "case_steps" USING btree ("case","source","interaction","step") WHERE "case_steps"."source" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_in_hand" ON "cases" USING btree ("customer","about") WHERE "cases"."state" IN ('open', 'waiting');--> statement-breakpoint
CREATE INDEX "cases_opened" ON "cases" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "cases_of_customer" ON "cases" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "cases_of_subject" ON "cases" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "cases_of_interaction" ON "cases" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "cases_joined" ON "cases" USING btree ("joined_to") WHERE "cases"."joined_to" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "cases_due" ON "cases" USING btree (least(CASE WHEN "responded_at" IS NULL THEN "first_response_due_at" END, "resolution_due_at")) WHERE "cases"."state" = 'open';