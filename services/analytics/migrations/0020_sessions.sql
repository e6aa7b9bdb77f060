CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"told" jsonb NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"roles" jsonb NOT NULL,
	"signed_in_by" text NOT NULL,
	"refresh_token" text,
	"standing" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "sessions_by_end" ON "sessions" USING btree ("until");--> statement-breakpoint
CREATE INDEX "sign_ins_by_check" ON "sign_ins" USING btree ("checked_at");--> statement-breakpoint
CREATE INDEX "sign_ins_by_end" ON "sign_ins" USING btree ("until");