CREATE TABLE "profiles" (
	"customer" uuid PRIMARY KEY NOT NULL,
	"traits" jsonb NOT NULL,
	"preferences" jsonb NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "segment_versions" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"condition" jsonb,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "segment_versions_name_version_pk" PRIMARY KEY("name","version")
);
