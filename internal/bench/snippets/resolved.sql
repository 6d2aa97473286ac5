-- What was resolved in time, by priority.
SELECT priority, count(*) AS resolved,
       100.0 * sum(CASE WHEN closed_at <= due_at THEN 1 ELSE 0 END) / count(*) AS in_time
FROM incidents
WHERE closed_at >= DATE '2026-01-01'
GROUP BY priority
ORDER BY priority;
