CREATE TABLE "inbound_mails" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"message" uuid,
	"status" text,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "inbound_mails_received" ON "inbound_mails" USING btree ("received_at");