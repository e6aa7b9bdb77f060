CREATE TABLE "answers" (
	"invitation" uuid NOT NULL,
	"question" text NOT NULL,
	"revision" integer NOT NULL,
	"value" jsonb,
	"channel" text NOT NULL,
	"language" text,
	"message" uuid,
	"at" timestamp with time zone NOT NULL,
	"late" boolean DEFAULT false NOT NULL,
	CONSTRAINT "answers_invitation_question_revision_pk" PRIMARY KEY("invitation","question","revision")
);
--> statement-breakpoint
CREATE TABLE "message_reports" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"message" uuid NOT NULL,
	"by" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invitation" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"kind" text NOT NULL,
	"subject" uuid NOT NULL,
	"customer" uuid NOT NULL,
	"channel" text NOT NULL,
	"contact_point" jsonb NOT NULL,
	"place" text NOT NULL,
	"route" text NOT NULL,
	"state" text NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp with time zone,
	"handed_over_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"provider_id" text,
	"reason" text,
	"reasons" jsonb,
	"settled_by" jsonb,
	"unreadable" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"invitation" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"language" text,
	"opened_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"left_out" text
);
--> statement-breakpoint
CREATE TABLE "survey_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"invitation" uuid NOT NULL,
	"message" uuid,
	"place" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "message_reports_once" ON "message_reports" USING btree ("message","by","status");--> statement-breakpoint
CREATE INDEX "message_reports_of" ON "message_reports" USING btree ("message","at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_of_invitation" ON "messages" USING btree ("invitation","ordinal");--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree (coalesce("retry_at", "due_at"),"id") WHERE "messages"."state" IN ('queued', 'deferred');--> statement-breakpoint
CREATE INDEX "messages_sending" ON "messages" USING btree ("claimed_until") WHERE "messages"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "messages_unknown" ON "messages" USING btree ("queued_at","id") WHERE "messages"."state" = 'unknown';--> statement-breakpoint
CREATE INDEX "messages_of_subject" ON "messages" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "messages_at_place" ON "messages" USING btree ("place","queued_at");--> statement-breakpoint
CREATE INDEX "messages_of_provider" ON "messages" USING btree ("provider_id") WHERE "messages"."provider_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "responses_completed" ON "responses" USING btree ("completed_at");--> statement-breakpoint
CREATE INDEX "survey_tokens_of" ON "survey_tokens" USING btree ("invitation");