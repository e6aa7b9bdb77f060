CREATE TABLE "erased_versions" (
	"mark" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"noted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "erased_versions_noted_at" ON "erased_versions" USING btree ("noted_at");