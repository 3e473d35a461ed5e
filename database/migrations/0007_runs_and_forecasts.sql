CREATE TABLE etl_runs (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]{1,40}$'),
  execution_arn text NOT NULL,
  run_date date NOT NULL,
  as_of date NOT NULL,
  -- Nothing recorded after this instant is read, however often the run is repeated.
  cutoff_at timestamptz NOT NULL,
  base_run_id text REFERENCES etl_runs,
  -- NULL = every game.
  game_ids integer[],
  dry_run boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'aborted')),
  -- Counts by name: games, written, no_sales, failed, carried, rows, units.
  counts jsonb NOT NULL DEFAULT '{}',
  error jsonb,
  manifest_key text,
  -- True once this run moved the stable copies and the pointer.
  published boolean NOT NULL DEFAULT false,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  CHECK ((finished_at IS NULL) = (status = 'running'))
);
CREATE INDEX etl_runs_started ON etl_runs (started_at DESC);
CREATE INDEX etl_runs_execution ON etl_runs (execution_arn);

CREATE TABLE etl_run_games (
  run_id text NOT NULL REFERENCES etl_runs ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  -- written: a file with sales; no_sales: a file, but no unit ever; failed: keeps its last good file, stale;
  -- carried: taken over from the base run.
  status text NOT NULL CHECK (status IN ('pending', 'written', 'no_sales', 'failed', 'carried')),
  reason text,
  object_key text,
  rows integer NOT NULL DEFAULT 0,
  units bigint NOT NULL DEFAULT 0,
  sha256 text,
  first_date date,
  last_date date,
  PRIMARY KEY (run_id, game_id)
);
CREATE INDEX etl_run_games_status ON etl_run_games (run_id, status);
CREATE INDEX etl_run_games_game ON etl_run_games (game_id);

-- The lease of the nightly run. Its holder loses it once its execution no longer runs.
CREATE TABLE etl_lock (
  name text PRIMARY KEY,
  run_id text NOT NULL,
  execution_arn text NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE training_runs (
  id text PRIMARY KEY,
  execution_arn text NOT NULL,
  run_id text NOT NULL REFERENCES etl_runs,
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'aborted')),
  -- preparing, folds, training, gate, done
  stage text NOT NULL,
  step integer NOT NULL DEFAULT 0,
  total_steps integer NOT NULL DEFAULT 0,
  model_id text,
  error jsonb,
  started_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX training_runs_started ON training_runs (started_at DESC);

CREATE TABLE models (
  id text PRIMARY KEY,
  training_run_id text REFERENCES training_runs,
  status text NOT NULL CHECK (status IN ('candidate', 'champion', 'retired', 'refused')),
  manifest_key text NOT NULL,
  recipe text NOT NULL,
  kernel_id text NOT NULL,
  seed integer NOT NULL,
  data_hash text NOT NULL,
  as_of date NOT NULL,
  -- Pooled, by origin and by volume band, for the model and each baseline.
  metrics jsonb NOT NULL,
  decision jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  promoted_at timestamptz
);
CREATE UNIQUE INDEX models_one_champion ON models (status) WHERE status = 'champion';

CREATE TABLE forecast_runs (
  id text PRIMARY KEY,
  -- live: the next days; fold: what a held-out fold had said before its days came.
  kind text NOT NULL CHECK (kind IN ('live', 'fold')),
  run_id text NOT NULL REFERENCES etl_runs,
  model_id text REFERENCES models,
  -- The first forecast day.
  origin date NOT NULL,
  horizon integer NOT NULL CHECK (horizon BETWEEN 1 AND 366),
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX forecast_runs_latest ON forecast_runs (kind, origin DESC, created_at DESC);

CREATE TABLE forecast_games (
  forecast_run_id text NOT NULL REFERENCES forecast_runs ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  -- 'model' or the name of the baseline that is served instead.
  served text NOT NULL,
  served_reason text NOT NULL,
  label text CHECK (label IN ('unreleased', 'new', 'never sold', 'ended', 'free')),
  -- Last day with a known price plan; NULL = none known.
  plan_end date,
  -- The plan used: [{ date, list_price, discount_rate }] of the known days.
  plan jsonb NOT NULL DEFAULT '[]',
  -- Of the held-out fold, for this game and what is served: WAPE; NULL when nothing could be scored.
  past_wape double precision,
  past_origin date,
  total_mean double precision NOT NULL,
  total_p10 double precision,
  total_p90 double precision,
  PRIMARY KEY (forecast_run_id, game_id)
);
CREATE INDEX forecast_games_game ON forecast_games (game_id);

CREATE TABLE sales_forecasts (
  forecast_run_id text NOT NULL REFERENCES forecast_runs ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  date date NOT NULL,
  -- Units a day.
  mean double precision NOT NULL CHECK (mean >= 0),
  p10 double precision NOT NULL CHECK (p10 >= 0),
  p50 double precision NOT NULL CHECK (p50 >= p10),
  p90 double precision NOT NULL CHECK (p90 >= p50),
  -- The mean with every planned discount of the horizon left out; NULL where none is planned.
  mean_without_discounts double precision CHECK (mean_without_discounts >= 0),
  PRIMARY KEY (forecast_run_id, game_id, date)
);
CREATE INDEX sales_forecasts_game ON sales_forecasts (game_id, date);
