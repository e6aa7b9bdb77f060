CREATE TABLE "erased" (
	"mark" uuid PRIMARY KEY NOT NULL,
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasure_reports" (
	"erasure" uuid NOT NULL,
	"place" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"removed" text NOT NULL,
	"note" text,
	CONSTRAINT "erasure_reports_erasure_place_pk" PRIMARY KEY("erasure","place")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request" uuid NOT NULL,
	"requested_at" bigint NOT NULL,
	"until" bigint NOT NULL,
	"by" text NOT NULL,
	"reason" text,
	"remains" text
);
--> statement-breakpoint
CREATE INDEX "erasures_at" ON "erasures" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "erasures_unfinished" ON "erasures" USING btree ("id") WHERE "erasures"."remains" IS NOT NULL;