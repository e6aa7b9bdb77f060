CREATE TABLE "quota_uses" (
	"programme" text NOT NULL,
	"period" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "quota_uses_programme_period_pk" PRIMARY KEY("programme","period")
);
--> statement-breakpoint
CREATE INDEX "invitations_invited" ON "invitations" USING btree ("programme","decided_at") WHERE "invitations"."state" = 'invited';