CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"told" jsonb NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sessions_by_end" ON "sessions" USING btree ("until");