CREATE TABLE "automatic_past" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"a" uuid NOT NULL,
	"b" uuid NOT NULL,
	"weight" double precision NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "automatic_past_a" ON "automatic_past" USING btree ("a");--> statement-breakpoint
CREATE INDEX "automatic_past_b" ON "automatic_past" USING btree ("b");