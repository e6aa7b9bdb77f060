CREATE TABLE "contact_facts" (
	"teller" text NOT NULL,
	"source" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"place" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"origin_source" text,
	"origin_id" text,
	"reservation" uuid,
	"subject" uuid,
	"brake" text,
	"withdrawn" boolean NOT NULL,
	"told" jsonb NOT NULL,
	"digest" text,
	"contact" uuid,
	"rebuilt" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "contact_facts_teller_source_id_pk" PRIMARY KEY("teller","source","id")
);
--> statement-breakpoint
CREATE TABLE "contact_marks" (
	"place" text NOT NULL,
	"mark" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "contact_marks_place_mark_pk" PRIMARY KEY("place","mark")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"subject" uuid,
	"contact_point" jsonb,
	"at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"direction" text NOT NULL,
	"purpose" text,
	"class" text,
	"touchpoint" text,
	"reserved_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"weight" real NOT NULL,
	"source" text NOT NULL,
	"tellers" jsonb NOT NULL,
	"rule" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "contact_facts_at_place" ON "contact_facts" USING btree ("place","at");--> statement-breakpoint
CREATE INDEX "contact_facts_of_origin" ON "contact_facts" USING btree ("origin_source","origin_id") WHERE "contact_facts"."origin_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "contact_facts_of_reservation" ON "contact_facts" USING btree ("reservation") WHERE "contact_facts"."reservation" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "contact_facts_of_subject" ON "contact_facts" USING btree ("subject") WHERE "contact_facts"."subject" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "contact_facts_of_contact" ON "contact_facts" USING btree ("contact");--> statement-breakpoint
CREATE INDEX "contacts_of_subject" ON "contacts" USING btree ("subject","at") WHERE "contacts"."subject" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "contacts_at_place" ON "contacts" USING btree ("place","at");--> statement-breakpoint
-- by hand:
INSERT INTO "contact_facts" ("teller", "source", "id", "version", "place", "at", "origin_source", "origin_id", "subject", "withdrawn", "told", "contact")
SELECT 'invitation', 'hilo/survey-trigger', "id"::text, "attribution_version", coalesce("contact_name", 'invitation:' || "id"),
       date_trunc('milliseconds', "decided_at"), 'hilo/survey-trigger', "id"::text, "subject", false,
       jsonb_strip_nulls(jsonb_build_object('channel', "channel", 'direction', 'outbound', 'contactPoint', "contact_point", 'class', 'survey',
         'touchpoint', "touchpoint", 'startedAt', floor(extract(epoch FROM "decided_at") * 1000))), "id"
  FROM "invitations" WHERE "state" = 'invited' AND "decided_at" IS NOT NULL AND "channel" IS NOT NULL
ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "contacts" ("id", "place", "subject", "contact_point", "at", "channel", "direction", "class", "touchpoint", "started_at", "weight", "source", "tellers", "rule")
SELECT "contact", "place", "subject", "told"->'contactPoint', "at", "told"->>'channel', 'outbound', 'survey', "told"->>'touchpoint', "at", 1, "source",
       jsonb_build_array(jsonb_build_object('teller', "teller", 'source', "source", 'id', "id")), 'alone'
  FROM "contact_facts" WHERE "teller" = 'invitation'
ON CONFLICT DO NOTHING;
