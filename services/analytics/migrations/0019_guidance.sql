CREATE TABLE "guidance" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	"card" text NOT NULL,
	"card_version" integer NOT NULL,
	"subject" uuid NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"pushed_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"wordings" jsonb,
	"uses" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "guidance_pushed" ON "guidance" USING btree ("pushed_at");--> statement-breakpoint
CREATE INDEX "guidance_of_subject" ON "guidance" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "guidance_of_interaction" ON "guidance" USING btree ("source","interaction");