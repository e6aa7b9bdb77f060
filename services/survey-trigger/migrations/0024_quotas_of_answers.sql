CREATE TABLE "answer_quota_uses" (
	"programme" text NOT NULL,
	"name" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "answer_quota_uses_programme_name_pk" PRIMARY KEY("programme","name")
);
--> statement-breakpoint
ALTER TABLE "responses" ADD COLUMN "screened_by" text;