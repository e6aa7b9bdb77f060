CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"key" jsonb NOT NULL
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
CREATE TABLE "ledger" (
	"log" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	"stored" bigint NOT NULL,
	"duplicate" bigint NOT NULL,
	"quarantined" bigint NOT NULL,
	CONSTRAINT "ledger_log_topic_partition_pk" PRIMARY KEY("log","topic","partition")
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
CREATE INDEX "outbox_created_at" ON "outbox" USING btree ("created_at");