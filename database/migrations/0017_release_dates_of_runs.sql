-- As the run found it: whoever reads the run later must not find another day. NULL = unknown.
ALTER TABLE etl_run_games ADD COLUMN release_date date;
