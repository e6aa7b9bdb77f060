ALTER TABLE "links" ADD COLUMN "alias_at" bigint;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "alias_former" uuid;
--> statement-breakpoint
-- by hand:
-- Rules that are being applied while this comes are built in a table like this one: it gets the columns as well.
DO $$ BEGIN
  EXECUTE format('ALTER TABLE IF EXISTS %I.links ADD COLUMN IF NOT EXISTS alias_at bigint, ADD COLUMN IF NOT EXISTS alias_former uuid', current_schema() || '_next');
END $$;
