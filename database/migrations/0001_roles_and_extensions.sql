-- One role a function group, with the least rights; none of them owns a table in public.
-- The roles can log in only after the deployment (IAM) or the local runtime (password) allows it.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY[
    'kratos_catalogue', 'kratos_auth', 'kratos_shop', 'kratos_publisher', 'kratos_operator',
    'kratos_pipeline', 'kratos_forecasting']
  LOOP
    -- Roles belong to the whole cluster, so a second database of the same cluster finds them there;
    -- two databases migrated at once may race, which duplicate_object covers.
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO
  kratos_catalogue, kratos_auth, kratos_shop, kratos_publisher, kratos_operator, kratos_pipeline, kratos_forecasting;

-- Staging tables of the nightly run: the pipeline's role owns this schema and nothing else.
CREATE SCHEMA staging;
GRANT kratos_pipeline TO CURRENT_USER;
ALTER SCHEMA staging OWNER TO kratos_pipeline;
