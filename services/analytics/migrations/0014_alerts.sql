CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"watch" text NOT NULL,
	"version" integer NOT NULL,
	"key" text NOT NULL,
	"metric" text NOT NULL,
	"group" jsonb NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"content" jsonb NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"over_at" timestamp (3) with time zone,
	"ending" text,
	"acknowledged" jsonb,
	"muted" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watch_versions" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "watch_versions_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "watched_series" (
	"watch" text NOT NULL,
	"key" text NOT NULL,
	"group" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"muted" jsonb,
	CONSTRAINT "watched_series_watch_key_pk" PRIMARY KEY("watch","key")
);
--> statement-breakpoint
CREATE TABLE "watching" (
	"name" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"day" date NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"unreadable" text,
	"groups" integer DEFAULT 0 NOT NULL,
	"left_out" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_are_once" ON "alerts" USING btree ("watch","version","key","kind","day");--> statement-breakpoint
CREATE INDEX "alerts_by_time" ON "alerts" USING btree ("raised_at","id");--> statement-breakpoint
CREATE INDEX "alerts_by_change" ON "alerts" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "watching_by_time" ON "watching" USING btree ("due_at");