CREATE TABLE "answers" (
	"source" text NOT NULL,
	"id" text NOT NULL,
	"place" integer NOT NULL,
	"scale" text NOT NULL,
	"value" double precision NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"touchpoint" text NOT NULL,
	CONSTRAINT "answers_source_id_place_pk" PRIMARY KEY("source","id","place")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"key" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"subject" uuid PRIMARY KEY NOT NULL,
	"customer" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consumer_offsets" (
	"consumer_group" text NOT NULL,
	"log" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint DEFAULT 0 NOT NULL,
	"stored" bigint DEFAULT 0 NOT NULL,
	"duplicate" bigint DEFAULT 0 NOT NULL,
	"quarantined" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "consumer_offsets_consumer_group_log_topic_partition_pk" PRIMARY KEY("consumer_group","log","topic","partition")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"deleted" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"source" text NOT NULL,
	"id" text NOT NULL,
	"subject" uuid NOT NULL,
	"version" integer NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"touchpoint" text NOT NULL,
	"kind" text NOT NULL,
	"verbatim" text,
	"answers" text NOT NULL,
	"why" text NOT NULL,
	CONSTRAINT "interactions_source_id_pk" PRIMARY KEY("source","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"key" text NOT NULL,
	"value" text,
	"headers" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "survey_events" (
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"programme" text NOT NULL,
	"reason" text,
	"touchpoint" text NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "survey_events_id_state_pk" PRIMARY KEY("id","state")
);
--> statement-breakpoint
CREATE INDEX "answers_by_scale" ON "answers" USING btree ("scale","touchpoint","occurred_at");--> statement-breakpoint
CREATE INDEX "claims_of_customer" ON "claims" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "interactions_of_subject" ON "interactions" USING btree ("subject","occurred_at","source","id");--> statement-breakpoint
CREATE INDEX "interactions_at" ON "interactions" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "outbox_created_at" ON "outbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "survey_events_of_interaction" ON "survey_events" USING btree ("source","interaction");