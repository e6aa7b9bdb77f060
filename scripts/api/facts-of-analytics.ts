/** In SQL: the facts of analytics with words for their numbers, to compare them with what others have. */
export const factsOfAnalytics = `(
  SELECT w.word AS source, f.id, s.id AS subject, f.version, f.withdrawn, f.occurred_at, t.channel, t.touchpoint, t.kind, f.verbatim,
         coalesce(f.answers, '[]') AS answers, f.properties, f.journey, f.why
    FROM analytics.facts AS f JOIN analytics.words AS w ON w.no = f.source JOIN analytics.subjects AS s ON s.no = f.subject
    JOIN analytics.steps AS t ON t.no = f.step)`;
