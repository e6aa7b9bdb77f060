CREATE TABLE "guidance" (
	"id" uuid PRIMARY KEY NOT NULL,
	"card" text NOT NULL,
	"card_version" integer NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"version" integer NOT NULL,
	"subject" uuid NOT NULL,
	"same" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"pushed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "guidance_cards" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"card" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "guidance_cards_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "guidance_endings" (
	"card" text NOT NULL,
	"source" text NOT NULL,
	"interaction" text NOT NULL,
	"version" integer NOT NULL,
	"subject" uuid NOT NULL,
	"same" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "guidance_endings_card_source_interaction_pk" PRIMARY KEY("card","source","interaction")
);
--> statement-breakpoint
CREATE TABLE "guidance_reads" (
	"guidance" uuid NOT NULL,
	"reader" text NOT NULL,
	"what" text NOT NULL,
	"role" text NOT NULL,
	"comment" text,
	"by" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "guidance_reads_guidance_reader_what_pk" PRIMARY KEY("guidance","reader","what")
);
--> statement-breakpoint
CREATE INDEX "guidance_of_subject" ON "guidance" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "guidance_of_interaction" ON "guidance" USING btree ("source","interaction");--> statement-breakpoint
CREATE INDEX "guidance_ending" ON "guidance" USING btree ("ends_at") WHERE "guidance"."state" <> 'ended';--> statement-breakpoint
CREATE INDEX "guidance_of_card" ON "guidance" USING btree ("card","began_at");--> statement-breakpoint
CREATE INDEX "guidance_endings_of" ON "guidance_endings" USING btree ("subject","card");--> statement-breakpoint
CREATE INDEX "guidance_endings_noted" ON "guidance_endings" USING btree ("noted_at");