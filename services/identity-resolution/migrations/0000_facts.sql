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
CREATE TABLE "denials" (
	"key" text PRIMARY KEY NOT NULL,
	"node" uuid NOT NULL,
	"from_nodes" uuid[] NOT NULL,
	"at" bigint NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identifiers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"first_seen" bigint NOT NULL,
	"component" uuid NOT NULL,
	"customer" uuid NOT NULL,
	"shared" boolean NOT NULL,
	"aggregate" text NOT NULL,
	"consents" text NOT NULL,
	"record_version" integer DEFAULT 0 NOT NULL,
	"record_updated_at" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"key" uuid PRIMARY KEY NOT NULL,
	"subject" uuid NOT NULL,
	"rule" text NOT NULL,
	"version" integer NOT NULL,
	"content" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "links" (
	"a" uuid NOT NULL,
	"b" uuid NOT NULL,
	"first_seen" bigint NOT NULL,
	"refusal" text,
	CONSTRAINT "links_a_b_pk" PRIMARY KEY("a","b")
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
CREATE TABLE "publications" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"log" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"customers" uuid[] NOT NULL,
	"interactions" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "denials_node" ON "denials" USING btree ("node");--> statement-breakpoint
CREATE INDEX "identifiers_component" ON "identifiers" USING btree ("component");--> statement-breakpoint
CREATE INDEX "identifiers_customer" ON "identifiers" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "interactions_subject" ON "interactions" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "links_b" ON "links" USING btree ("b");--> statement-breakpoint
CREATE INDEX "outbox_created_at" ON "outbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "publications_partition" ON "publications" USING btree ("log","topic","partition");