ALTER TABLE "projection" ADD COLUMN "urgent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "projection" ADD COLUMN "kept_from" date;--> statement-breakpoint
-- by hand:
INSERT INTO "subjects" ("id") SELECT "subject" FROM "interactions" UNION SELECT "subject" FROM "claims" ORDER BY 1 ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "customers" SET "no" = nextval('customer_numbers') WHERE NOT "deleted" AND "no" IS NULL;--> statement-breakpoint
UPDATE "subjects" AS s SET "customer" = c."no" FROM "claims" AS l JOIN "customers" AS c ON c."id" = l."customer" AND c."no" IS NOT NULL WHERE l."subject" = s."id";--> statement-breakpoint
INSERT INTO "words" ("word")
SELECT "source" FROM "interactions" UNION SELECT "direction" FROM "interactions" WHERE "direction" IS NOT NULL
UNION SELECT "actor" FROM "interactions" WHERE "actor" IS NOT NULL UNION SELECT "outcome" FROM "interactions" WHERE "outcome" IS NOT NULL
UNION SELECT "locale" FROM "interactions" WHERE "locale" IS NOT NULL UNION SELECT "journey_name" FROM "interactions" WHERE "journey_name" IS NOT NULL
UNION SELECT "stage" FROM "interactions" WHERE "stage" IS NOT NULL ORDER BY 1 ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "steps" ("channel", "touchpoint", "kind") SELECT DISTINCT "channel", "touchpoint", "kind" FROM "interactions" ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING;--> statement-breakpoint
DO $$ DECLARE month date; BEGIN
  FOR month IN SELECT DISTINCT date_trunc('month', "occurred_at" AT TIME ZONE 'UTC')::date FROM "interactions" WHERE "occurred_at" >= '2015-01-01T00:00:00Z' ORDER BY 1 LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I (LIKE "facts" INCLUDING ALL)', 'facts_' || to_char(month, 'YYYY_MM'));
    EXECUTE format('ALTER TABLE "facts" ATTACH PARTITION %I FOR VALUES IN (%L)', 'facts_' || to_char(month, 'YYYY_MM'), month);
  END LOOP;
END $$;--> statement-breakpoint
INSERT INTO "facts" ("source", "id", "filed", "occurred_at", "subject", "version", "withdrawn", "step", "direction", "actor", "outcome", "locale", "journey", "journey_name", "stage", "moment_of_truth", "verbatim", "answers", "properties", "context", "why", "rebuilt")
SELECT w."no", i."id", CASE WHEN i."occurred_at" < '2015-01-01T00:00:00Z' THEN '-infinity' ELSE date_trunc('month', i."occurred_at" AT TIME ZONE 'UTC')::date END,
       date_trunc('milliseconds', i."occurred_at"), s."no", i."version", i."withdrawn", t."no", direction."no", actor."no", outcome."no", locale."no",
       i."journey", journey."no", stage."no", i."moment_of_truth", i."verbatim", nullif(i."answers", '[]'), i."properties", i."context", i."why", i."rebuilt"
  FROM "interactions" AS i JOIN "words" AS w ON w."word" = i."source" JOIN "subjects" AS s ON s."id" = i."subject"
  JOIN "steps" AS t ON t."channel" = i."channel" AND t."touchpoint" = i."touchpoint" AND t."kind" = i."kind"
  LEFT JOIN "words" AS direction ON direction."word" = i."direction" LEFT JOIN "words" AS actor ON actor."word" = i."actor"
  LEFT JOIN "words" AS outcome ON outcome."word" = i."outcome" LEFT JOIN "words" AS locale ON locale."word" = i."locale"
  LEFT JOIN "words" AS journey ON journey."word" = i."journey_name" LEFT JOIN "words" AS stage ON stage."word" = i."stage";--> statement-breakpoint
UPDATE "answers" SET "occurred_at" = date_trunc('milliseconds', "occurred_at") WHERE "occurred_at" <> date_trunc('milliseconds', "occurred_at");--> statement-breakpoint
INSERT INTO "volumes" ("day", "step", "actor", "n")
SELECT ("occurred_at" AT TIME ZONE 'UTC')::date, "step", coalesce("actor", 0), count(*) FROM "facts" WHERE NOT "withdrawn" GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO "scores" ("day", "step", "actor", "scale", "n", "low", "high", "total", "squares")
SELECT (f."occurred_at" AT TIME ZONE 'UTC')::date, f."step", coalesce(f."actor", 0), a."scale", count(*),
       count(*) FILTER (WHERE a."value" <= CASE a."scale" WHEN 'nps' THEN 6 WHEN 'csat' THEN 2 ELSE 3 END),
       count(*) FILTER (WHERE a."value" >= CASE a."scale" WHEN 'nps' THEN 9 WHEN 'csat' THEN 4 ELSE 5 END), sum(a."value"), sum(a."value" * a."value")
  FROM "answers" AS a JOIN "words" AS w ON w."word" = a."source" JOIN "facts" AS f ON f."source" = w."no" AND f."id" = a."id"
 WHERE a."scale" IN ('nps', 'csat', 'ces') AND NOT f."withdrawn" GROUP BY 1, 2, 3, 4;
