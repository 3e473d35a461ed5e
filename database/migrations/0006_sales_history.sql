-- A file taken in: units sold elsewhere or before this store, or a catalogue.
CREATE TABLE imports (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('catalogue', 'sales-history', 'demo')),
  source text NOT NULL DEFAULT 'history' CHECK (source ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  measure text NOT NULL DEFAULT 'units' CHECK (measure IN ('units', 'players')),
  file_name text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  row_count integer NOT NULL CHECK (row_count >= 0),
  skipped_rows integer NOT NULL DEFAULT 0 CHECK (skipped_rows >= 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  undone_at timestamptz
);
CREATE UNIQUE INDEX imports_same_file_once ON imports (kind, source, sha256) WHERE undone_at IS NULL;

CREATE TABLE sales_history (
  import_id integer NOT NULL REFERENCES imports ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games,
  date date NOT NULL,
  units integer NOT NULL CHECK (units >= 0),
  -- Base currency, minor units, before tax; NULL = unknown.
  list_price_minor integer CHECK (list_price_minor >= 0),
  unit_price_minor integer CHECK (unit_price_minor >= 0),
  PRIMARY KEY (game_id, date, import_id)
);
CREATE INDEX sales_history_import ON sales_history (import_id);
COMMENT ON TABLE sales_history IS
  'For a game, source and date the newest import that is not undone counts; sources add up. A day between a game''s first and last row without a row = 0 units.';
