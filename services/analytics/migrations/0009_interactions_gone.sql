DROP TABLE "interactions" CASCADE;
--> statement-breakpoint
-- by hand:
INSERT INTO "installation" ("name", "value") VALUES ('oldest-version', '0.2.0')
ON CONFLICT ("name") DO UPDATE SET "value" = EXCLUDED."value";
