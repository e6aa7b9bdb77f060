ALTER TABLE "interactions" ADD COLUMN "direction" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "actor" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "journey" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "journey_name" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "stage" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "moment_of_truth" boolean;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "properties" text;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "context" text;