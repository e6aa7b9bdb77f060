CREATE TABLE "heard_texts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"subject" uuid NOT NULL,
	"version" integer NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"told" jsonb,
	"heard_at" timestamp with time zone NOT NULL,
	"is_past" boolean NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"unworkable" text,
	"rebuilt" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verbatims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"heard" uuid NOT NULL,
	"part" smallint NOT NULL,
	"question" text,
	"revision" integer NOT NULL,
	"language" text,
	"polarity" text,
	"confidence" real,
	"score" real,
	"topics" jsonb NOT NULL,
	"words" jsonb NOT NULL,
	"method" text NOT NULL,
	"version" text NOT NULL,
	"judged_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "heard_texts_of_subject" ON "heard_texts" USING btree ("subject","occurred_at");--> statement-breakpoint
CREATE INDEX "heard_texts_unworkable" ON "heard_texts" USING btree ("id") WHERE "heard_texts"."unworkable" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "verbatims_of_text" ON "verbatims" USING btree ("heard");