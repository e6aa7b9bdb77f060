CREATE TABLE "timers" (
	"kind" text NOT NULL,
	"ref" uuid NOT NULL,
	"shard" smallint NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"awaits" uuid,
	CONSTRAINT "timers_kind_ref_pk" PRIMARY KEY("kind","ref")
);
--> statement-breakpoint
DROP INDEX "invitations_pending";--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("kind","shard","due_at");--> statement-breakpoint
CREATE INDEX "timers_awaiting" ON "timers" USING btree ("awaits") WHERE "timers"."awaits" IS NOT NULL;--> statement-breakpoint
-- by hand:
ALTER TABLE "timers" SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);--> statement-breakpoint
INSERT INTO "timers" ("kind", "ref", "shard", "due_at", "noted_at")
SELECT 'invitation', "id", get_byte(uuid_send("subject"), 15) % 16, coalesce("retry_at", "due_at"), "noted_at" FROM "invitations" WHERE "state" = 'pending'
ON CONFLICT DO NOTHING;
