CREATE TABLE "programme_changes" (
	"revision" integer PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme_versions" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"programme" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"restored" integer,
	CONSTRAINT "programme_versions_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE INDEX "programme_changes_of" ON "programme_changes" USING btree ("id","revision");--> statement-breakpoint
CREATE INDEX "invitations_held_back" ON "invitations" USING btree ("programme") WHERE "invitations"."state" = 'pending' AND "invitations"."due_at" >= "invitations"."deadline";