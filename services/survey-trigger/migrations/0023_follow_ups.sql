CREATE TABLE "follow_ups" (
	"invitation" uuid PRIMARY KEY NOT NULL,
	"ending" text,
	"step" text,
	"next_at" timestamp with time zone,
	"reason" text,
	"reasons" jsonb,
	"expired_at" timestamp with time zone,
	"unreadable" text,
	"failures" integer DEFAULT 0 NOT NULL
);
