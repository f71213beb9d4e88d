"""The tables of planned searches."""

from typing import Final

# `since` is when the present stretch of searching began, `checked` the last search before it.
TABLES: Final = """
CREATE TABLE IF NOT EXISTS templates (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  filters TEXT NOT NULL,
  stored_run TEXT NOT NULL,
  created REAL NOT NULL,
  active_until REAL NOT NULL,
  active INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  since REAL NOT NULL,
  checked REAL
);
CREATE INDEX IF NOT EXISTS templates_of_project ON templates (project_id);
CREATE INDEX IF NOT EXISTS templates_of_account ON templates (account_id);
CREATE TABLE IF NOT EXISTS template_areas (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  name TEXT,
  geometry TEXT NOT NULL,
  area_m2 INTEGER NOT NULL,
  added REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS areas_of_template ON template_areas (template_id);
CREATE TABLE IF NOT EXISTS template_seen (
  template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  image_id TEXT NOT NULL,
  PRIMARY KEY (template_id, image_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS template_runs (
  processing_id TEXT PRIMARY KEY REFERENCES processings (id) ON DELETE CASCADE,
  template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS runs_of_template ON template_runs (template_id);
"""

NAMES: Final = ("template_runs", "template_seen", "template_areas", "templates")
