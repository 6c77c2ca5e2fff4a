-- Superseded by orders_by_admission.
DROP INDEX CONCURRENTLY IF EXISTS orders_free_by_admission;
