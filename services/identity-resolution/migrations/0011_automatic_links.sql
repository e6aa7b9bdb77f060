CREATE TABLE "automatic_links" (
	"a" uuid NOT NULL,
	"b" uuid NOT NULL,
	"weight" double precision NOT NULL,
	"since" bigint NOT NULL,
	CONSTRAINT "automatic_links_a_b_pk" PRIMARY KEY("a","b")
);
--> statement-breakpoint
ALTER TABLE "identifiers" ADD COLUMN "base" uuid;--> statement-breakpoint
CREATE INDEX "automatic_links_b" ON "automatic_links" USING btree ("b");