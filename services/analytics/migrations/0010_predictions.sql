CREATE TABLE "models" (
	"target" text NOT NULL,
	"version" integer NOT NULL,
	"trained_at" timestamp with time zone NOT NULL,
	"content" text NOT NULL,
	CONSTRAINT "models_target_version_pk" PRIMARY KEY("target","version")
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"target" text NOT NULL,
	"version" integer NOT NULL,
	"customer" uuid NOT NULL,
	"probability" double precision NOT NULL,
	"reasons" text NOT NULL,
	CONSTRAINT "predictions_target_version_customer_pk" PRIMARY KEY("target","version","customer")
);
--> statement-breakpoint
CREATE TABLE "profiling" (
	"customer" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	CONSTRAINT "training_is_one_row" CHECK ("training"."one")
);
--> statement-breakpoint
CREATE INDEX "predictions_by_risk" ON "predictions" USING btree ("target","version","probability","customer");--> statement-breakpoint
CREATE INDEX "predictions_of_customer" ON "predictions" USING btree ("customer");