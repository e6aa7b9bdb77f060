CREATE TABLE "tail" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"source" text,
	"interaction" text,
	"content" text,
	"quarantine" bigint
);
--> statement-breakpoint
CREATE INDEX "tail_by_state" ON "tail" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "tail_by_source" ON "tail" USING btree ("source","state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "tail_accepted" ON "tail" USING btree ("interaction","source") WHERE "tail"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "tail_others" ON "tail" USING btree ("interaction","source") WHERE "tail"."state" <> 'accepted';--> statement-breakpoint
CREATE INDEX "tail_quarantine" ON "tail" USING btree ("quarantine") WHERE "tail"."quarantine" IS NOT NULL;