CREATE TABLE "api_key_uses" (
	"key_id" text PRIMARY KEY NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL
);
