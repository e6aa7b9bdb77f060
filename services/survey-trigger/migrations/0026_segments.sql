CREATE TABLE "segments" (
	"name" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"condition" jsonb
);
