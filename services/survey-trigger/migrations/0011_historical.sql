CREATE TABLE "historical_candidates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"heard_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "historical_counts" (
	"programme" text NOT NULL,
	"day" date NOT NULL,
	"candidates" bigint NOT NULL,
	CONSTRAINT "historical_counts_programme_day_pk" PRIMARY KEY("programme","day")
);
--> statement-breakpoint
CREATE INDEX "historical_candidates_heard" ON "historical_candidates" USING btree ("heard_at");