CREATE TABLE "claims" (
	"subject" uuid PRIMARY KEY NOT NULL,
	"customer" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"deleted" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erased" (
	"subject" uuid PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erased_names" (
	"name" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"log" text NOT NULL,
	"consumer_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"position" bigint NOT NULL,
	"letter" bigint NOT NULL,
	"reason" text NOT NULL,
	"message" text NOT NULL,
	"source" text,
	"interaction" text,
	"names" text[] NOT NULL,
	"happened_at" timestamp with time zone,
	"arrived_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"fixed" text,
	"replayed_as" text
);
--> statement-breakpoint
CREATE TABLE "quarantine_actions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"quarantine" bigint NOT NULL,
	"action" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"interaction" text NOT NULL,
	"source" text NOT NULL,
	"subject" uuid NOT NULL,
	"version" integer NOT NULL,
	"withdrawn" boolean NOT NULL,
	"rule" smallint NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipts_interaction_source_pk" PRIMARY KEY("interaction","source")
);
--> statement-breakpoint
CREATE TABLE "survey_decisions" (
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"programme" text NOT NULL,
	"programme_version" integer NOT NULL,
	"reason" text,
	"interaction" text NOT NULL,
	"source" text NOT NULL,
	"subject" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "survey_decisions_id_state_pk" PRIMARY KEY("id","state")
);
--> statement-breakpoint
CREATE INDEX "claims_of_customer" ON "claims" USING btree ("customer");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_origin" ON "quarantine" USING btree ("log","consumer_group","topic","partition","position");--> statement-breakpoint
CREATE INDEX "quarantine_by_state" ON "quarantine" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "quarantine_of_interaction" ON "quarantine" USING btree ("interaction","source");--> statement-breakpoint
CREATE INDEX "quarantine_replayed_as" ON "quarantine" USING btree ("replayed_as") WHERE "quarantine"."replayed_as" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "quarantine_names" ON "quarantine" USING gin ("names");--> statement-breakpoint
CREATE INDEX "quarantine_actions_of" ON "quarantine_actions" USING btree ("quarantine","id");--> statement-breakpoint
CREATE INDEX "receipts_of_subject" ON "receipts" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "survey_decisions_of_interaction" ON "survey_decisions" USING btree ("interaction","source");--> statement-breakpoint
CREATE INDEX "survey_decisions_of_subject" ON "survey_decisions" USING btree ("subject");