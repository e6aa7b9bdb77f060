CREATE TABLE "event_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"webhook" text NOT NULL,
	"event" text NOT NULL,
	"type" text NOT NULL,
	"subject" uuid NOT NULL,
	"place" text,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempted_at" timestamp with time zone,
	"give_up_at" timestamp with time zone NOT NULL,
	"status" integer,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "outgoing_webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_secrets" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"failing_since" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "event_deliveries_waiting" ON "event_deliveries" USING btree ("webhook","next_at") WHERE "event_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "event_deliveries_of" ON "event_deliveries" USING btree ("webhook","created_at","id");--> statement-breakpoint
CREATE INDEX "event_deliveries_of_subject" ON "event_deliveries" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "event_deliveries_at_place" ON "event_deliveries" USING btree ("place") WHERE "event_deliveries"."place" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "event_deliveries_at" ON "event_deliveries" USING btree ("created_at");