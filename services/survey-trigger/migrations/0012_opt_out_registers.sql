CREATE TABLE "opt_out_entries" (
	"list" bigint NOT NULL,
	"place" uuid NOT NULL,
	CONSTRAINT "opt_out_entries_list_place_pk" PRIMARY KEY("list","place")
);
--> statement-breakpoint
CREATE TABLE "opt_out_lists" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"register" text NOT NULL,
	"version" integer,
	"state" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"lines" bigint,
	"entries" bigint,
	"unreadable" bigint,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"touched_at" timestamp with time zone NOT NULL,
	"published_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ended" jsonb,
	"has_entries" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "opt_out_lists_in_force" ON "opt_out_lists" USING btree ("register") WHERE "opt_out_lists"."state" = 'in-force';--> statement-breakpoint
CREATE UNIQUE INDEX "opt_out_lists_version" ON "opt_out_lists" USING btree ("register","version") WHERE "opt_out_lists"."version" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "opt_out_lists_with_entries" ON "opt_out_lists" USING btree ("id") WHERE "opt_out_lists"."has_entries";