-- by hand:
-- Decisions keep what was said, and not what the rules of that moment made of it: of those that were made before, what was
-- asked for is known but where a person in it was erased since. What a split found to be the rest stays as it was kept.
UPDATE "decisions"
   SET "content" = ("content"::jsonb || jsonb_build_object('one', "request"::jsonb -> 'one', 'other', "request"::jsonb -> 'other'))::text
 WHERE "kind" IN ('same', 'not_same') AND "request"::jsonb ->> 'kind' = "kind";--> statement-breakpoint
UPDATE "decisions"
   SET "content" = jsonb_set("content"::jsonb, '{one}', ("request"::jsonb -> 'identifiers') || ("content"::jsonb -> 'one'))::text
 WHERE "kind" = 'not_same' AND "request"::jsonb ->> 'kind' = 'split';--> statement-breakpoint
UPDATE "decisions"
   SET "content" = ("content"::jsonb || jsonb_strip_nulls(jsonb_build_object('identifier', "request"::jsonb -> 'identifier', 'from', "request"::jsonb -> 'from')))::text
 WHERE "kind" = 'dissociated' AND "request"::jsonb ->> 'kind' = 'dissociate';
