CREATE TABLE "linkage_keys" (
	"key" bigint NOT NULL,
	"customer" uuid NOT NULL,
	CONSTRAINT "linkage_keys_key_customer_pk" PRIMARY KEY("key","customer")
);
--> statement-breakpoint
CREATE TABLE "linkage_models" (
	"version" serial PRIMARY KEY NOT NULL,
	"content" text,
	"records" integer,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"estimated_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "linkage_queue" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"step" text NOT NULL,
	"subject" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "linkage_records" (
	"customer" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"model" integer NOT NULL,
	"fields" text NOT NULL,
	"cleaned" text NOT NULL,
	"keys" bigint[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suggestions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"a" uuid NOT NULL,
	"b" uuid NOT NULL,
	"probability" double precision NOT NULL,
	"weight" double precision NOT NULL,
	"fields" jsonb NOT NULL,
	"model" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decision" uuid,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "linkage_models_one_asked_for" ON "linkage_models" USING btree (("content" IS NULL)) WHERE "linkage_models"."content" IS NULL;--> statement-breakpoint
CREATE INDEX "linkage_queue_step" ON "linkage_queue" USING btree ("step","id");--> statement-breakpoint
CREATE INDEX "suggestions_a" ON "suggestions" USING btree ("a");--> statement-breakpoint
CREATE INDEX "suggestions_b" ON "suggestions" USING btree ("b");--> statement-breakpoint
CREATE INDEX "suggestions_by_weight" ON "suggestions" USING btree ("state","weight","id");--> statement-breakpoint
-- Whoever was known before is compared too.
INSERT INTO "linkage_queue" ("step", "subject")
SELECT 'again', "id" FROM "identifiers" WHERE "id" = "customer" AND NOT "shared" AND "aggregate" <> '';
