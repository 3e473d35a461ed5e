-- How far the forecasts of a day that came due went from what came: the mean over the forecasts made 1 to 7 (band 1), 8
-- to 28 (2) or 29 to 60 (3) days before of |ln(1 + units) - ln(1 + median)|.
CREATE TABLE forecast_errors (
  game_id integer NOT NULL REFERENCES games,
  day date NOT NULL,
  horizon_band smallint NOT NULL CHECK (horizon_band BETWEEN 1 AND 3),
  -- Of forecasts that knew the day's price; NULL = there was none.
  error double precision CHECK (error >= 0),
  -- Of forecasts whose plan of that day was changed afterwards; these mark nobody.
  changed_error double precision CHECK (changed_error >= 0),
  -- What the held-out fold's errors of games that sell about as much stayed under; NULL = the fold says nothing.
  error_limit double precision,
  PRIMARY KEY (game_id, day, horizon_band)
);
CREATE INDEX forecast_errors_day ON forecast_errors (day, horizon_band);

-- The same for the champion: the median over all games.
CREATE TABLE champion_errors (
  day date NOT NULL,
  horizon_band smallint NOT NULL CHECK (horizon_band BETWEEN 1 AND 3),
  -- The champion of the night that scored the day; forecasts of earlier champions count as well.
  model_id text NOT NULL REFERENCES models,
  games integer NOT NULL,
  error double precision CHECK (error >= 0),
  changed_games integer NOT NULL,
  changed_error double precision CHECK (changed_error >= 0),
  error_limit double precision,
  PRIMARY KEY (day, horizon_band)
);

-- Three scored days running beyond the limit.
CREATE TABLE drift_marks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- NULL = the champion.
  game_id integer REFERENCES games,
  horizon_band smallint NOT NULL CHECK (horizon_band BETWEEN 1 AND 3),
  since date NOT NULL,
  marked_on date NOT NULL,
  -- The first scored day within the limit again.
  cleared_on date,
  -- The training that answered it: each mark gets one.
  training_id text
);
CREATE UNIQUE INDEX drift_marks_once ON drift_marks ((coalesce(game_id, 0)), horizon_band, marked_on);
CREATE INDEX drift_marks_open ON drift_marks (game_id) WHERE cleared_on IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON forecast_errors, champion_errors, drift_marks TO kratos_forecasting;
GRANT SELECT ON forecast_errors, champion_errors, drift_marks TO kratos_operator;
GRANT SELECT ON drift_marks TO kratos_publisher;

ALTER TABLE drift_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE drift_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY others ON drift_marks USING (current_user <> 'kratos_publisher');
CREATE POLICY own_games ON drift_marks FOR SELECT TO kratos_publisher USING (is_own_game(game_id));
-- That the champion drifts concerns every publisher.
CREATE POLICY champion ON drift_marks FOR SELECT TO kratos_publisher USING (game_id IS NULL);
