-- What a training still has to do, by part: '{"fold 0": 400, "final": 12}'. Folds train beside each other.
ALTER TABLE training_runs ADD COLUMN progress jsonb NOT NULL DEFAULT '{}';

-- sha256 of the whole configuration: the recipe's name alone does not tell two configurations apart. NULL = a model
-- from before this was kept.
ALTER TABLE models ADD COLUMN config_hash text;

-- Each time a model became the champion.
CREATE TABLE model_promotions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model_id text NOT NULL REFERENCES models,
  -- The champion before; NULL = there was none.
  previous_id text REFERENCES models,
  -- gate: the training's end; roll-back: somebody chose an older model.
  kind text NOT NULL CHECK (kind IN ('gate', 'roll-back')),
  -- Who chose it, where somebody did.
  actor text,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX model_promotions_model ON model_promotions (model_id, id DESC);
GRANT SELECT ON model_promotions TO kratos_operator, kratos_forecasting;

INSERT INTO model_promotions (model_id, kind, at)
SELECT id, 'gate', promoted_at FROM models WHERE promoted_at IS NOT NULL ORDER BY promoted_at;

-- Makes a model the champion if the champion is still the one that the caller compared it with. Answers 'promoted',
-- 'unknown' (no such model), 'refused' (it never passed a gate) or 'changed' (another champion by now). Of two calls at
-- once the second waits and is then told 'changed'.
CREATE FUNCTION promote_model(model text, expected text, cause text, by_whom text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  current_id text;
  found_status text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('promote_model'));
  SELECT status INTO found_status FROM models WHERE id = model;
  IF found_status IS NULL THEN
    RETURN 'unknown';
  END IF;
  IF found_status = 'refused' THEN
    RETURN 'refused';
  END IF;
  SELECT id INTO current_id FROM models WHERE status = 'champion';
  IF current_id IS DISTINCT FROM expected OR current_id = model THEN
    RETURN 'changed';
  END IF;
  UPDATE models SET status = 'retired' WHERE status = 'champion';
  UPDATE models SET status = 'champion', promoted_at = now() WHERE id = model;
  INSERT INTO model_promotions (model_id, previous_id, kind, actor) VALUES (model, current_id, cause, by_whom);
  RETURN 'promoted';
END
$$;
REVOKE ALL ON FUNCTION promote_model(text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION promote_model(text, text, text, text) TO kratos_forecasting, kratos_operator;
