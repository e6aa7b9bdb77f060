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
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme" text NOT NULL,
	"programme_version" integer NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"touchpoint" text NOT NULL,
	"subject" uuid NOT NULL,
	"customer" uuid NOT NULL,
	"attribution_version" integer NOT NULL,
	"record_version" integer NOT NULL,
	"circumstances" jsonb NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"channel" text,
	"contact_point" jsonb,
	"consent" jsonb,
	"decided_at" timestamp with time zone
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
CREATE TABLE "profiles" (
	"customer" uuid PRIMARY KEY NOT NULL,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "claims_of_customer" ON "claims" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "invitations_pending" ON "invitations" USING btree ("due_at","id") WHERE "invitations"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "invitations_of_subject" ON "invitations" USING btree ("subject","occurred_at","id");--> statement-breakpoint
CREATE INDEX "invitations_at" ON "invitations" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "outbox_created_at" ON "outbox" USING btree ("created_at");