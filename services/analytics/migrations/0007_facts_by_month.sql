CREATE TABLE "chunks" (
	"day" integer PRIMARY KEY NOT NULL,
	"n" integer NOT NULL,
	"columns" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deltas" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deltas_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"n" integer NOT NULL,
	"chunked" bigint,
	"columns" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"source" integer NOT NULL,
	"id" text NOT NULL,
	"filed" date NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"subject" integer NOT NULL,
	"version" integer NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"step" integer NOT NULL,
	"direction" integer,
	"actor" integer,
	"outcome" integer,
	"locale" integer,
	"journey" text,
	"journey_name" integer,
	"stage" integer,
	"moment_of_truth" boolean,
	"verbatim" text,
	"answers" text,
	"properties" text,
	"context" text,
	"why" text NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "facts_source_id_filed_pk" PRIMARY KEY("source","id","filed")
);
--> statement-breakpoint
CREATE TABLE "projection" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"time_zone" text NOT NULL,
	"properties" text[] NOT NULL,
	"compaction" bigint DEFAULT 0 NOT NULL,
	"dropped" bigint DEFAULT 0 NOT NULL,
	"stale" boolean DEFAULT true NOT NULL,
	CONSTRAINT "projection_is_one_row" CHECK ("projection"."one")
);
--> statement-breakpoint
CREATE TABLE "refiled" (
	"source" integer NOT NULL,
	"id" text NOT NULL,
	CONSTRAINT "refiled_source_id_pk" PRIMARY KEY("source","id")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"day" date NOT NULL,
	"step" integer NOT NULL,
	"actor" integer NOT NULL,
	"scale" text NOT NULL,
	"n" integer NOT NULL,
	"low" integer NOT NULL,
	"high" integer NOT NULL,
	"total" bigint NOT NULL,
	"squares" bigint NOT NULL,
	CONSTRAINT "scores_day_step_actor_scale_pk" PRIMARY KEY("day","step","actor","scale")
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "steps_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"touchpoint" text NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "steps_are_once" UNIQUE("channel","touchpoint","kind")
);
--> statement-breakpoint
CREATE TABLE "subjects" (
	"no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subjects_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"customer" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "subjects_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "volumes" (
	"day" date NOT NULL,
	"step" integer NOT NULL,
	"actor" integer NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "volumes_day_step_actor_pk" PRIMARY KEY("day","step","actor")
);
--> statement-breakpoint
CREATE TABLE "words" (
	"no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "words_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"word" text NOT NULL,
	CONSTRAINT "words_word_unique" UNIQUE("word")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "no" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "ambiguous" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "deltas_by_xid" ON "deltas" USING btree ("xid");--> statement-breakpoint
CREATE INDEX "facts_of_subject" ON "facts" USING btree ("subject","occurred_at","source","id");--> statement-breakpoint
CREATE INDEX "subjects_of_customer" ON "subjects" USING btree ("customer");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_by_no" ON "customers" USING btree ("no");--> statement-breakpoint
-- by hand:
DROP TABLE "facts";--> statement-breakpoint
CREATE TABLE "facts" (
	"source" integer NOT NULL,
	"id" text NOT NULL,
	"filed" date NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"subject" integer NOT NULL,
	"version" integer NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"step" integer NOT NULL,
	"direction" integer,
	"actor" integer,
	"outcome" integer,
	"locale" integer,
	"journey" text,
	"journey_name" integer,
	"stage" integer,
	"moment_of_truth" boolean,
	"verbatim" text,
	"answers" text,
	"properties" text,
	"context" text,
	"why" text NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "facts_source_id_filed_pk" PRIMARY KEY("source","id","filed")
) PARTITION BY LIST ("filed");--> statement-breakpoint
CREATE INDEX "facts_of_subject" ON "facts" USING btree ("subject","occurred_at","source","id");--> statement-breakpoint
CREATE TABLE "facts_older" PARTITION OF "facts" FOR VALUES IN ('-infinity');--> statement-breakpoint
CREATE SEQUENCE "customer_numbers" AS integer;--> statement-breakpoint
ALTER TABLE "deltas" ALTER COLUMN "columns" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "chunks" ALTER COLUMN "columns" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "volumes" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "scores" SET (fillfactor = 70);--> statement-breakpoint
INSERT INTO "projection" ("time_zone", "properties") VALUES ('UTC', '{}');
