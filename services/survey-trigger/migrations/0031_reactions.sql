CREATE TABLE "reaction_ends" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"same" text,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"version" integer NOT NULL,
	"subject" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reaction_rules" (
	"version" integer PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"same" text NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"version" integer NOT NULL,
	"subject" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"resolved" jsonb,
	"rules_version" integer,
	"decided_at" timestamp with time zone,
	"reason" text,
	"by_source" text,
	"by_interaction" text,
	"action" text,
	"outcome" jsonb,
	"failures" integer DEFAULT 0 NOT NULL,
	"unworkable" text
);
--> statement-breakpoint
CREATE INDEX "reaction_ends_of_subject" ON "reaction_ends" USING btree ("subject","rule","at");--> statement-breakpoint
CREATE INDEX "reaction_ends_of_interaction" ON "reaction_ends" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "reaction_ends_at" ON "reaction_ends" USING btree ("at");--> statement-breakpoint
CREATE INDEX "reactions_of_subject" ON "reactions" USING btree ("subject","rule","same","at");--> statement-breakpoint
CREATE INDEX "reactions_of_interaction" ON "reactions" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "reactions_at" ON "reactions" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "reactions_decided" ON "reactions" USING btree ("state","at","id") WHERE "reactions"."state" <> 'open';--> statement-breakpoint
CREATE INDEX "reactions_unworkable" ON "reactions" USING btree ("id") WHERE "reactions"."unworkable" IS NOT NULL;