-- Names of the objects of the bucket that are this forecast's own, under kratos/what-if/<id>/: noted before the first is
-- written, so that whatever was written is found again when it is to go. NULL = there are none, or none any more.
ALTER TABLE forecast_runs ADD COLUMN object_names jsonb;
CREATE INDEX forecast_runs_objects ON forecast_runs (id) WHERE object_names IS NOT NULL;
