CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"at" bigint NOT NULL,
	"request" text NOT NULL,
	"content" text NOT NULL,
	"nodes" uuid[] NOT NULL,
	"interaction" uuid,
	"retracted" text
);
--> statement-breakpoint
CREATE TABLE "reads" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key" text NOT NULL,
	"source" text NOT NULL,
	"purpose" text NOT NULL,
	"route" text NOT NULL,
	"customer" uuid NOT NULL
);
--> statement-breakpoint
DROP INDEX "links_b";--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_a_b_pk";--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "same" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_a_b_same_pk" PRIMARY KEY("a","b","same");--> statement-breakpoint
-- Which interaction said it was not kept so far; each gets an origin of its own.
ALTER TABLE "denials" ADD COLUMN "origin" uuid;--> statement-breakpoint
UPDATE "denials" SET "origin" = md5("key")::uuid;--> statement-breakpoint
UPDATE "denials" SET "key" = "origin" || ' ' || "node";--> statement-breakpoint
ALTER TABLE "denials" ALTER COLUMN "origin" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "identifiers" ADD COLUMN "beyond" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "withdrawn" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "beyond" uuid;--> statement-breakpoint
ALTER TABLE "publications" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "decisions_nodes" ON "decisions" USING gin ("nodes");--> statement-breakpoint
CREATE INDEX "decisions_at" ON "decisions" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "decisions_interaction" ON "decisions" USING btree ("interaction");--> statement-breakpoint
CREATE INDEX "reads_of_customer" ON "reads" USING btree ("customer","id");--> statement-breakpoint
CREATE INDEX "links_open_from_a" ON "links" USING btree ("a") WHERE "links"."beyond" IS DISTINCT FROM "links"."a";--> statement-breakpoint
CREATE INDEX "links_open_from_b" ON "links" USING btree ("b") WHERE "links"."beyond" IS DISTINCT FROM "links"."b";--> statement-breakpoint
CREATE INDEX "links_beyond" ON "links" USING btree ("beyond") WHERE "links"."beyond" IS NOT NULL;